namespace Netra.Faults;

/// <summary>A frame of the log, as it was read at the end.</summary>
internal sealed record TrueFrame(long Seq, string Id, string Type, long TimestampMs, string Payload);

namespace Netra.Model.Tests;

/// <summary>A message that is to be published.</summary>
internal sealed record ModelMessage(string Type, string? Id, string Payload, int Priority = ModelFrame.Normal, long? TtlMs = null, bool IsDurable = true);

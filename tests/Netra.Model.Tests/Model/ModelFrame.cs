namespace Netra.Model.Tests;

/// <summary>A durable frame as the model knows it.</summary>
internal sealed record ModelFrame(long Seq, string Type, string? Id, string Payload, int Priority, long TimestampMs, long? EndMs, long StateVersion)
{
    public const int Normal = 1;

    public bool IsExpedited => Priority > Normal;
}

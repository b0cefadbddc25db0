namespace Netra.Client;

/// <summary>A message as the application gets it.</summary>
/// <typeparam name="T">What its payload is read as.</typeparam>
public sealed record NetraMessage<T>
{
    /// <summary>Its type.</summary>
    public required string Type { get; init; }

    /// <summary>The sender's id, or one that the server made.</summary>
    public string? Id { get; init; }

    /// <summary>Its place among the user's durable messages; null on ephemeral ones.</summary>
    public long? Seq { get; init; }

    /// <summary>When it was accepted.</summary>
    public DateTimeOffset Timestamp { get; init; }

    /// <summary>Whether it came ahead of its turn, because it is important.</summary>
    public bool IsExpedited { get; init; }

    /// <summary>What it says.</summary>
    public required T Payload { get; init; }

    internal static NetraMessage<T> Of(ServerFrame frame, T payload) => new()
    {
        Type = frame.Type,
        Id = frame.Id,
        Seq = frame.Seq,
        Timestamp = DateTimeOffset.FromUnixTimeMilliseconds(frame.Timestamp),
        IsExpedited = frame.IsExpedited,
        Payload = payload,
    };
}

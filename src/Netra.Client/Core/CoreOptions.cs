namespace Netra.Client;

/// <summary>What a core begins with.</summary>
internal sealed class CoreOptions
{
    public required string ClientId { get; init; }

    /// <summary>Where a client begins that has no position.</summary>
    public StartPosition Start { get; init; }

    /// <summary>The user whose connection this has to be; null: whichever user the first connection has.</summary>
    public string? UserId { get; init; }

    public PositionRecord? Record { get; init; }

    public IReadOnlyList<OutboxRecord> Outbox { get; init; } = [];

    public ClientNumbers Numbers { get; init; } = new();
}

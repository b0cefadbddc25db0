namespace Netra.Bench;

/// <summary>A server under load: Netra, or a peer. One or several processes, which it ends.</summary>
internal abstract class LoadServer : IAsyncDisposable
{
    /// <summary>What it is called in outcomes.</summary>
    public abstract string Name { get; }

    /// <summary>Whether what it delivers is on durable storage by then.</summary>
    public abstract bool IsDurable { get; }

    /// <summary>Where its sockets and its publishing call are. With several, clients and publishers are spread over them.</summary>
    public abstract IReadOnlyList<int> Ports { get; }

    public abstract IReadOnlyList<ServerPart> Parts { get; }

    /// <summary>How it speaks to its clients.</summary>
    public abstract Dialect Dialect { get; }

    /// <summary>The key of its publishing call; null when it takes none.</summary>
    public virtual string? ApiKey => null;

    /// <summary>The request target of a client's socket.</summary>
    /// <param name="user">The client's user.</param>
    /// <param name="client">The client's own name.</param>
    public abstract string TargetOf(string user, string client);

    /// <summary>The same, for a client that has had messages up to a seq. A server that keeps none has no such thing.</summary>
    public virtual string ResumeTargetOf(string user, string client, long lastSeq) => TargetOf(user, client);

    /// <summary>Kills its processes and starts them again, on the same ports and with the same data.</summary>
    public abstract Task RestartAsync(RunContext run);

    public abstract ValueTask DisposeAsync();
}

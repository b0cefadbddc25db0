namespace Netra.Client;

/// <summary>The state of a connection, with what led to it.</summary>
public sealed record ConnectionStatus
{
    /// <summary>The state.</summary>
    public ConnectionState State { get; init; }

    /// <summary>In <see cref="ConnectionState.Waiting"/> and <see cref="ConnectionState.Closed"/>: the close code (protocol section 4); null where the client itself ended it.</summary>
    public int? Code { get; init; }

    /// <summary>In these two: what the server said, or <c>timeout</c>, <c>silent</c>, <c>bad_frame</c>, <c>no_token</c>, <c>refused</c>, <c>user_changed</c>, <c>fault</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>In <see cref="ConnectionState.Waiting"/>: when the next attempt comes.</summary>
    public TimeSpan? RetryIn { get; init; }

    /// <summary>In <see cref="ConnectionState.Connected"/>: whether it goes on where the one before ended.</summary>
    public bool Resumed { get; init; }
}

using Netra.Protocol;

namespace Netra.Grains;

/// <summary>
/// Connections that are over, for a while: an attach that comes behind its detach, or behind a disconnect whose close was lost on the way, brings none of
/// them back. Bounded in number and time; nothing while there are none. Not thread-safe.
/// </summary>
internal sealed class EndedConnections(int maxConnections, TimeSpan retention)
{
    /// <summary>The oldest first. A handful: a list, not a dictionary.</summary>
    private List<(ConnectionId Id, long UntilMs, string? CloseReason)>? _ended;

    private (long AtMs, string CloseReason)? _all;

    public int Count => _ended?.Count ?? 0;

    /// <param name="id">The connection.</param>
    /// <param name="closeReason">Why the application disconnected it; null for one that its gateway took off the list.</param>
    /// <param name="nowMs">Now, Unix milliseconds.</param>
    public void Remember(ConnectionId id, string? closeReason, long nowMs)
    {
        if (TryFind(id, nowMs, out _)) return;
        _ended ??= [];
        if (_ended.Count >= maxConnections) _ended.RemoveAt(0);
        _ended.Add((id, nowMs + (long)retention.TotalMilliseconds, closeReason));
    }

    /// <summary>The application disconnected all: those that were open then are over too when they were off the list, and come back to it.</summary>
    public void RememberAll(string closeReason, long nowMs) => _all = (nowMs, closeReason);

    /// <summary>Finds an open connection that comes back to the list.</summary>
    /// <param name="id">The connection.</param>
    /// <param name="connectedAtMs">When it was made, Unix milliseconds of its gateway's clock.</param>
    /// <param name="nowMs">Now, Unix milliseconds.</param>
    /// <param name="closeReason">Why the application disconnected it; null for one that its gateway took off the list.</param>
    public bool TryFindOpen(ConnectionId id, long connectedAtMs, long nowMs, out string? closeReason)
    {
        if (TryFind(id, nowMs, out closeReason)) return true;
        if (_all is { } all && nowMs >= all.AtMs + (long)retention.TotalMilliseconds) _all = null;
        closeReason = _all?.CloseReason;
        return _all is { } some && connectedAtMs <= some.AtMs;
    }

    public bool TryFind(ConnectionId id, long nowMs, out string? closeReason)
    {
        closeReason = null;
        _ended?.RemoveAll(entry => entry.UntilMs <= nowMs);
        if (_ended is { Count: 0 }) _ended = null;
        if (_ended is null) return false;
        var index = _ended.FindIndex(entry => entry.Id == id);
        if (index < 0) return false;
        closeReason = _ended[index].CloseReason;
        return true;
    }
}

using Netra.Abstractions;

namespace Netra.Grains;

/// <summary>How many connections a user may have, and which have to go (protocol section 4).</summary>
internal static class ConnectionRules
{
    /// <summary>
    /// Whether a new connection has to be refused: with those that are being attached just now the user has as many sessions beside its own as it may have
    /// connections. A connection of a session that has one takes over and needs no place.
    /// </summary>
    public static bool Refuses(IReadOnlyList<AttachedConnection> connections, AttachRequest request)
    {
        if (request.Policy == ConnectionPolicy.CloseOldest) return false;
        var others = connections.Where(other => other.Client != request.Client).Select(other => other.Client).Distinct();
        return others.Count() >= request.ConnectionLimit;
    }

    /// <summary>
    /// The connections that are too many now. A new one that may close others stays itself, however old its gateway's clock says it is; one that may not is
    /// the first to go. Of those that were open when the grain was lost, and of newer ones beside them, time alone decides. A connection goes only when it is
    /// one too many by its own plan: one tab with a small plan does not close those with a larger one.
    /// </summary>
    public static List<AttachedConnection> FindSurplus(IReadOnlyList<AttachedConnection> connections, AttachRequest request)
    {
        // Older connections of the session itself give way to this one, and need no place.
        var attached = connections
            .Where(connection => !connection.IsPending && (connection.Client != request.Client || connection.Id == request.Connection))
            .ToList();
        if (attached.Count <= request.ConnectionLimit) return [];
        var closesOldest = request.Policy == ConnectionPolicy.CloseOldest;
        var isNew = request.Cursor is null;
        var candidates = attached.Where(connection => !(isNew && closesOldest && connection.Id == request.Connection));
        var byAge = candidates.OrderBy(connection => connection.ConnectedAtMs).ThenBy(connection => connection.Id.Value);
        var inOrder = closesOldest ? byAge : byAge.Reverse().OrderByDescending(connection => isNew && connection.Id == request.Connection);
        var surplus = new List<AttachedConnection>();
        foreach (var connection in inOrder)
        {
            var left = attached.Count - surplus.Count;
            if (left <= request.ConnectionLimit) break;
            if (left > connection.Limit) surplus.Add(connection);
        }

        return surplus;
    }

    /// <summary>Whether one connection was made after another, as far as their gateways' clocks say.</summary>
    public static bool IsNewer(AttachedConnection one, AttachRequest other) =>
        one.ConnectedAtMs != other.ConnectedAtMs ? one.ConnectedAtMs > other.ConnectedAtMs : one.Id.Value.CompareTo(other.Connection.Value) > 0;
}

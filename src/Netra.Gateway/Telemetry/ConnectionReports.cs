using Netra.Abstractions;

namespace Netra.Gateway;

internal sealed class ConnectionReports(ConnectionHub hub, TimeProvider time) : IConnectionReports
{
    private const long SlowAfterMs = 1_000;

    public IReadOnlyList<ConnectionReport> Find(ConnectionKind kind, int limit)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        // No more than are asked for are held at any time, however many there are.
        var found = new PriorityQueue<Connection, (long, long)>();
        foreach (var connection in hub.All)
        {
            if (!IsWanted(connection, kind, now)) continue;
            var place = (connection.Behind, connection.Queued.Bytes);
            if (found.Count < limit) found.Enqueue(connection, place);
            else found.EnqueueDequeue(connection, place);
        }

        return [.. found.UnorderedItems.OrderByDescending(item => item.Priority).Select(item => item.Element.Report())];
    }

    private static bool IsWanted(Connection connection, ConnectionKind kind, long nowMs) => kind switch
    {
        ConnectionKind.CatchingUp => connection.State == ConnectionState.CatchingUp,
        ConnectionKind.Slow => connection.IsSlow(nowMs, SlowAfterMs),
        _ => true,
    };
}

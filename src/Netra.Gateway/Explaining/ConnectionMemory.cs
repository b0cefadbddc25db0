using Microsoft.Extensions.Options;
using Netra.Abstractions;

namespace Netra.Gateway;

/// <summary>The connections that this gateway has, and the last ones that it had, for who asks what became of a message. Thread-safe.</summary>
internal sealed class ConnectionMemory : IConnectionMemory
{
    /// <summary>How many connections that have ended are told of at once, the last ones.</summary>
    internal const int MaxTold = 100;

    private readonly Lock _gate = new();
    private readonly ConnectionHub _hub;
    private readonly EndedConnection[] _ended;
    private readonly long _sinceMs;
    private long _written;

    public ConnectionMemory(ConnectionHub hub, IOptions<GatewayOptions> options, TimeProvider time)
    {
        _hub = hub;
        _ended = new EndedConnection[options.Value.RememberedConnections];
        _sinceMs = time.GetUtcNow().ToUnixTimeMilliseconds();
    }

    /// <summary>Keeps what is worth it of a connection that has ended. Comes before it leaves the hub, so that it is found at every moment.</summary>
    public void Keep(Connection connection)
    {
        if (_ended.Length == 0 || connection.Past() is not { } past) return;
        lock (_gate) _ended[_written++ % _ended.Length] = past;
    }

    public (ConnectionTrace[] Connections, long SinceMs) Recall(RecallRequest request)
    {
        // Those that are there first: one that goes meanwhile is found among the ended ones.
        var found = _hub.Of(request.User).Select(connection => connection.TraceOf(request)).OfType<ConnectionTrace>().ToList();
        if (_ended.Length == 0) return ([.. found], long.MaxValue);
        lock (_gate)
        {
            var sinceMs = _written > _ended.Length ? Math.Max(_sinceMs, _ended[_written % _ended.Length].AtMs) : _sinceMs;
            var told = 0;
            for (var i = _written - 1; i >= Math.Max(0, _written - _ended.Length); i--)
            {
                var past = _ended[i % _ended.Length];
                if (past.Identity.User != request.User || past.Epoch != request.Epoch) continue;
                if (++told > MaxTold) return ([.. found], past.AtMs);
                found.RemoveAll(trace => trace.Connection == past.Identity.Id);
                found.Add(past.TraceOf(request));
            }

            return ([.. found], sinceMs);
        }
    }
}

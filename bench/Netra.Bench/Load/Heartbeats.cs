using System.Diagnostics;

namespace Netra.Bench;

/// <summary>Lets connections say now and then that they are there, one after the other, so that they never do so all at once. Used by a reader's thread alone.</summary>
internal sealed class Heartbeats
{
    private readonly List<LoadConnection> _connections = [];
    private long _startedAt;
    private long _beats;

    /// <summary>Takes a connection among those that do; those that are closed are forgotten.</summary>
    public void Add(LoadConnection connection)
    {
        if (connection.Dialect.Heartbeat.IsEmpty) return;
        _connections.RemoveAll(one => one.IsClosed);
        _connections.Add(connection);
        (_startedAt, _beats) = (Stopwatch.GetTimestamp(), 0);
    }

    /// <summary>Sends what is due by now.</summary>
    public void Beat()
    {
        if (_connections.Count == 0) return;
        var due = (long)(_connections.Count * (Stopwatch.GetElapsedTime(_startedAt) / _connections[0].Dialect.HeartbeatInterval));
        for (; _beats < due; _beats++) _connections[(int)(_beats % _connections.Count)].Beat();
    }
}

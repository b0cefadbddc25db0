using Netra.Abstractions;
using Netra.Protocol;
using Netra.Streaming;
using Orleans.Streams;

namespace Netra.Grains;

/// <summary>The connections of one user and the outbound streams of their gateways. A handful: lists, not dictionaries. Not thread-safe.</summary>
internal sealed class ConnectionList(IStreamProvider streams)
{
    private readonly List<AttachedConnection> _connections = [];
    private readonly List<(SiloAddress Gateway, IAsyncStream<UserPush> Stream)> _gateways = [];

    public IReadOnlyList<AttachedConnection> All => _connections;

    /// <summary>The gateways that hold a connection. Made anew when they change, and never written to.</summary>
    public SiloAddress[] Gateways { get; private set; } = [];

    public AttachedConnection? Find(ConnectionId id) => _connections.Find(connection => connection.Id == id);

    public AttachedConnection? FindSession(ClientId client) => _connections.Find(connection => connection.Client == client);

    /// <summary>The connections of the same session that were added before one; none when that is not on the list.</summary>
    public List<AttachedConnection> OfSessionBefore(AttachedConnection connection) =>
        [.. _connections.Take(Math.Max(0, _connections.IndexOf(connection))).Where(other => other.Client == connection.Client)];

    public void Add(AttachedConnection connection)
    {
        _connections.Add(connection);
        if (_gateways.Exists(entry => entry.Gateway.Equals(connection.Gateway))) return;
        _gateways.Add((connection.Gateway, streams.GetStream<UserPush>(OutboundStream.For(connection.Gateway))));
        Gateways = [.. _gateways.Select(entry => entry.Gateway)];
    }

    public void Remove(AttachedConnection connection)
    {
        _connections.Remove(connection);
        if (_connections.Exists(other => other.Gateway.Equals(connection.Gateway))) return;
        _gateways.RemoveAll(entry => entry.Gateway.Equals(connection.Gateway));
        Gateways = [.. _gateways.Select(entry => entry.Gateway)];
    }

    /// <summary>Offers a push to every gateway that holds a connection. Never waits (see <see cref="OutboundStream"/>).</summary>
    public void Push(UserPush push)
    {
        foreach (var (_, stream) in _gateways) Offer(stream, push);
    }

    /// <summary>Offers a push to one gateway, also when none of its connections is on the list any more.</summary>
    public void PushTo(SiloAddress gateway, UserPush push) => Offer(streams.GetStream<UserPush>(OutboundStream.For(gateway)), push);

    private static void Offer(IAsyncStream<UserPush> stream, UserPush push)
    {
        var offered = stream.OnNextAsync(push);
        if (!offered.IsCompletedSuccessfully) throw new InvalidOperationException("The outbound stream must take a push at once.");
    }
}

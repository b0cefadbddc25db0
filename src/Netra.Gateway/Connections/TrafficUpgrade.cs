using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Netra.Gateway;

/// <summary>Puts a <see cref="TrafficStream"/> under the WebSocket of a request, whichever way it is upgraded: by HTTP/1.1, or by HTTP/2 (RFC 8441).</summary>
internal sealed class TrafficUpgrade : IHttpUpgradeFeature, IHttpExtendedConnectFeature
{
    private readonly SocketTraffic _traffic;
    private readonly IHttpUpgradeFeature? _upgrade;
    private readonly IHttpExtendedConnectFeature? _connect;
    private readonly TimeProvider _time;

    private TrafficUpgrade(IHttpUpgradeFeature? upgrade, IHttpExtendedConnectFeature? connect, SocketTraffic traffic, TimeProvider time)
    {
        _traffic = traffic;
        _upgrade = upgrade;
        _connect = connect;
        _time = time;
    }

    public bool IsUpgradableRequest => _upgrade!.IsUpgradableRequest;

    public bool IsExtendedConnect => _connect!.IsExtendedConnect;

    public string? Protocol => _connect!.Protocol;

    /// <summary>Comes before ASP.NET Core's own WebSockets, which take what they find.</summary>
    public static void Install(HttpContext context, TimeProvider time)
    {
        var features = context.Features;
        var (upgrade, connect) = (features.Get<IHttpUpgradeFeature>(), features.Get<IHttpExtendedConnectFeature>());
        // Of a connection of HTTP/2 the system's count says nothing: others share it.
        var traffic = new SocketTraffic(connect is { IsExtendedConnect: true } ? null : ClientTcp.Of(features));
        var watching = new TrafficUpgrade(upgrade, connect, traffic, time);
        if (upgrade is not null) features.Set<IHttpUpgradeFeature>(watching);
        if (connect is not null) features.Set<IHttpExtendedConnectFeature>(watching);
        features.Set(traffic);
    }

    /// <summary>Takes it away again, once the request is upgraded.</summary>
    public static void Remove(HttpContext context)
    {
        var features = context.Features;
        if (features.Get<IHttpUpgradeFeature>() is TrafficUpgrade upgraded) features.Set(upgraded._upgrade);
        if (features.Get<IHttpExtendedConnectFeature>() is TrafficUpgrade connected) features.Set(connected._connect);
    }

    public async Task<Stream> UpgradeAsync() => new TrafficStream(await _upgrade!.UpgradeAsync(), _traffic, _time);

    public async ValueTask<Stream> AcceptAsync() => new TrafficStream(await _connect!.AcceptAsync(), _traffic, _time);
}

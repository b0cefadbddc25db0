using System.Globalization;

namespace Netra.EndToEnd.Tests;

/// <summary>A gateway whose only silo died under it, and a connection from before.</summary>
public sealed class SilolessGateway : IAsyncLifetime
{
    private HostProcess? _silo;
    private HostProcess? _gateway;
    private NetraSocket? _socket;

    public HostProcess Gateway => _gateway!;

    /// <summary>A connection of <c>alice</c> that was there when the silo died.</summary>
    public NetraSocket Socket => _socket!;

    public static string Token(string user) => TestToken.For(user, ProductionHost.Secret);

    public async ValueTask InitializeAsync()
    {
        _silo = await HostProcess.StartAsync(new HostSettings { Environment = "Production" }.With("Netra:Role", "Silo"));
        _gateway = await HostProcess.StartAsync(ProductionHost.Settings()
            .With("Netra:Role", "Gateway")
            .With("Netra:Cluster:PrimarySilo", "127.0.0.1:" + _silo.SiloPort.ToString(CultureInfo.InvariantCulture)));
        _socket = await NetraSocket.ConnectAsync(Gateway.BaseUrl, Token("alice"));
        await Socket.ReceiveAsync("state_snapshot");
        await _silo.KillAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_socket is not null) await _socket.DisposeAsync();
        if (_gateway is not null) await _gateway.DisposeAsync();
        if (_silo is not null) await _silo.DisposeAsync();
    }
}

using System.Text.Json;

namespace Netra.EndToEnd.Tests;

/// <summary>Plans that change in a configuration file under a running host.</summary>
public sealed class PlanReloadTests : IAsyncLifetime
{
    private readonly string _user = "user-" + Guid.NewGuid().ToString("n");
    private readonly string _environment = "Plans" + Guid.NewGuid().ToString("n");
    private HostProcess? _host;

    private string File => Path.Combine(Path.GetDirectoryName(HostLocation.Assembly)!, $"appsettings.{_environment}.json");

    private HostProcess Host => _host!;

    public async ValueTask InitializeAsync()
    {
        Write("""{"Netra":{"Plans":{"gold":{"MessagesPerSecond":7},"free":{"ConnectionsPerUser":2}}}}""");
        var settings = new HostSettings { Environment = _environment }
            .With("Netra:Authentication:Keys:0:Algorithm", "HS256")
            .With("Netra:Authentication:Keys:0:Secret", ProductionHost.Secret);
        _host = await HostProcess.StartAsync(settings);
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null) await _host.DisposeAsync();
        System.IO.File.Delete(File);
    }

    [Fact]
    public async Task File_Changed_LimitsChangeWithoutARestartAndAWrongOneChangesNothing()
    {
        await using var open = await ConnectAsync("gold");
        Assert.Equal("""{"max_message_bytes":262144,"messages_per_second":7,"connections":5}""", await LimitsAsync(open));
        Assert.Equal((10, 2), await RateAndConnectionsAsync("free"));
        var warning = Host.Output.NextAsync(line => line.Contains("the plan nobody-knows, which is not configured", StringComparison.Ordinal));
        Assert.Equal((50, 5), await RateAndConnectionsAsync("nobody-knows"));
        await warning.WaitAsync(Patience.Short);

        await ChangeAsync("""{"Netra":{"Plans":{"gold":{"MessagesPerSecond":1}}}}""", "plans were read anew");
        Assert.Equal((1, 5), await RateAndConnectionsAsync("gold"));
        Assert.Equal((10, 3), await RateAndConnectionsAsync("free"));
        // Since the connection was opened it has sent nothing: it would have seven left.
        for (var i = 0; i < 3; i++) await open.SendAsync("""{"type":"get_current_state"}""");
        Assert.Equal("rate_limited", (await open.ReceiveAsync("error")).Code);

        await ChangeAsync("""{"Netra":{"Plans":{"gold":{"MessagesPerSecond":0}}}}""", "Netra:Plans:gold:MessagesPerSecond: must be above 0");
        await ChangeAsync("""{"Netra":{"Plans":{"gold":{"MesagesPerSecond":9}}}}""", "Netra:Plans:gold:MesagesPerSecond: there is no such setting");
        await ChangeAsync("""{"Netra":{"Plans":{"gold":{"MessagesPerSecond":"many"}}}}""", "'many' is not a whole number");
        await ChangeAsync("""{"Netra":{""", "can't be read");
        Assert.Equal((1, 5), await RateAndConnectionsAsync("gold"));

        await ChangeAsync("""{"Netra":{"Plans":{"gold":{"MessagesPerSecond":9}}}}""", "plans were read anew");
        Assert.Equal((9, 5), await RateAndConnectionsAsync("gold"));
        await open.PingAsync();
    }

    [Fact]
    public async Task File_Deleted_LimitsStayAndItIsLogged()
    {
        var said = Host.Output.NextAsync(line => line.Contains($"'appsettings.{_environment}.json' is gone", StringComparison.Ordinal));

        System.IO.File.Delete(File);

        await said.WaitAsync(Patience.Short);
        Assert.Equal((7, 5), await RateAndConnectionsAsync("gold"));
        Assert.Equal((10, 2), await RateAndConnectionsAsync("free"));
        await ChangeAsync("""{"Netra":{"Plans":{"gold":{"MessagesPerSecond":9}}}}""", "plans were read anew");
        Assert.Equal((9, 5), await RateAndConnectionsAsync("gold"));
    }

    private void Write(string json)
    {
        // At once: no reader meets half of it.
        System.IO.File.WriteAllText(File + ".new", json);
        System.IO.File.Move(File + ".new", File, overwrite: true);
    }

    private async Task ChangeAsync(string json, string expected)
    {
        var said = Host.Output.NextAsync(line => line.Contains(expected, StringComparison.Ordinal));
        Write(json);
        await said.WaitAsync(Patience.Short);
    }

    private Task<NetraSocket> ConnectAsync(string plan)
    {
        var claims = JsonSerializer.Serialize(new { sub = _user, exp = TestToken.Now + 3_600, plan });
        return NetraSocket.ConnectAsync(Host.BaseUrl, TestToken.Sign(claims, ProductionHost.Secret, """{"alg":"HS256","typ":"JWT"}"""));
    }

    private static async Task<string> LimitsAsync(NetraSocket socket) =>
        (await socket.ReceiveAsync("connection_established")).Payload.GetProperty("limits").GetRawText();

    private async Task<(int Rate, int Connections)> RateAndConnectionsAsync(string plan)
    {
        await using var socket = await ConnectAsync(plan);
        var limits = (await socket.ReceiveAsync("connection_established")).Payload.GetProperty("limits");
        await socket.CloseAsync();
        return (limits.GetProperty("messages_per_second").GetInt32(), limits.GetProperty("connections").GetInt32());
    }
}

using System.Globalization;

namespace Netra.EndToEnd.Tests;

/// <summary>A silo and two gateways, each a process of its own.</summary>
internal sealed class DrainCluster : IAsyncDisposable
{
    private readonly List<HostProcess> _hosts = [];

    public HostProcess Silo => _hosts[0];

    /// <summary>The gateway that is to go.</summary>
    public HostProcess Leaving => _hosts[1];

    /// <summary>The gateway that stays.</summary>
    public HostProcess Staying => _hosts[2];

    /// <summary>Starts them.</summary>
    /// <param name="leaving">Further settings of the gateway that is to go.</param>
    public static async Task<DrainCluster> StartAsync(params IReadOnlyList<(string Name, string Value)> leaving)
    {
        var cluster = new DrainCluster();
        try
        {
            cluster._hosts.Add(await HostProcess.StartAsync(new HostSettings { Environment = "Production" }.With("Netra:Role", "Silo")));
            await cluster.AddGatewayAsync(leaving);
            await cluster.AddGatewayAsync([]);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>The addresses of the gateways, the leaving one first.</summary>
    public IReadOnlyList<string> Addresses => [Leaving.BaseUrl, Staying.BaseUrl];

    public static string TokenOf(string user) => TestToken.For(user, ProductionHost.Secret);

    /// <summary>What the staying gateway says of a user.</summary>
    public async Task<System.Text.Json.JsonElement> UserAsync(string user) =>
        (await Staying.Api.GetAsync("/api/v1/users/" + user, ProductionHost.ReadKey)).AssertOk();

    public async ValueTask DisposeAsync()
    {
        foreach (var host in Enumerable.Reverse(_hosts)) await host.DisposeAsync();
    }

    private async Task AddGatewayAsync(IReadOnlyList<(string Name, string Value)> settings)
    {
        var all = ProductionHost.Settings()
            .With("Netra:Role", "Gateway")
            .With("Logging:LogLevel:Netra.Gateway.Connection", "Warning")
            .With("Logging:LogLevel:Netra.Gateway.ConnectionServer", "Warning")
            .With("Netra:Cluster:PrimarySilo", "127.0.0.1:" + Silo.SiloPort.ToString(CultureInfo.InvariantCulture));
        foreach (var (name, value) in settings) all.With(name, value);
        _hosts.Add(await HostProcess.StartAsync(all));
    }
}

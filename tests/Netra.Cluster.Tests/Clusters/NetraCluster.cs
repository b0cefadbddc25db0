using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Netra.Gateway;
using Netra.Grains;
using Netra.Storage;
using Netra.Streaming;
using Orleans.Configuration;
using Orleans.TestingHost;

namespace Netra.Cluster.Tests;

/// <summary>Silos with user grains and gateways without, over one store, in this process.</summary>
internal sealed class NetraCluster : IAsyncDisposable
{
    private readonly InProcessTestCluster _cluster;
    private readonly ClusterShape _shape;
    private readonly List<ClusterNode> _nodes = [];

    private NetraCluster(ClusterShape shape)
    {
        _shape = shape;
        var builder = new InProcessTestClusterBuilder(0);
        builder.Options.ConfigureFileLogging = false;
        builder.Options.InitializeClientOnDeploy = false;
        builder.Options.GatewayPerSilo = false;
        _cluster = builder.Build();
    }

    public FailingBackend Store { get; } = new();

    public DroppingTransport.Plan Pushes { get; } = new();

    public ShiftedTime Time { get; } = new();

    public ErrorCollector Errors { get; } = new();

    public List<ClusterNode> Silos { get; } = [];

    public List<ClusterNode> Gateways { get; } = [];

    public ClusterNode Gateway => Gateways[0];

    public static async Task<NetraCluster> StartAsync(ClusterShape shape)
    {
        var cluster = new NetraCluster(shape);
        for (var i = 0; i < shape.Silos; i++) await cluster.StartSiloAsync();
        for (var i = 0; i < shape.Gateways; i++)
            cluster.Gateways.Add(await cluster.StartNodeAsync($"gateway-{i}", cluster.ConfigureGateway));
        return cluster;
    }

    public async Task<ClusterNode> StartSiloAsync()
    {
        var silo = await StartNodeAsync($"silo-{Silos.Count}", ConfigureSilo);
        Silos.Add(silo);
        return silo;
    }

    /// <summary>The silo where the grain of a connected user is.</summary>
    public ClusterNode HomeOf(string user)
    {
        var home = Gateways.SelectMany(gateway => gateway.Hub.Of(Protocol.UserId.Parse(user))).Select(connection => connection.Home).First();
        return Silos.Single(silo => silo.Address.Equals(home));
    }

    public async ValueTask DisposeAsync()
    {
        // Gateways first: they hold the sockets. The dead last: what they still do must meet nobody.
        foreach (var node in Enumerable.Reverse(_nodes).OrderBy(node => node.IsKilled)) await node.DisposeAsync();
        await _cluster.DisposeAsync();
        Pushes.Dispose();
        Errors.Dispose();
        await Store.DisposeAsync();
    }

    private async Task<ClusterNode> StartNodeAsync(string name, Action<ISiloBuilder> configure)
    {
        var network = new CuttableNetwork();
        var delegates = _cluster.Options.SiloHostConfigurationDelegates;
        delegates.Clear();
        delegates.Add((_, host) =>
        {
            host.ConfigureContainer(new CuttableContainer(network));
            host.UseOrleans(silo =>
            {
                ConfigureAny(silo);
                configure(silo);
            });
        });
        var (siloPort, _) = _cluster.PortAllocator.AllocateConsecutivePortPairs(1);
        var handle = await _cluster.CreateSiloAsync(new InProcessTestSiloSpecificOptions { SiloName = name, SiloPort = siloPort }).InTime();
        var node = new ClusterNode(handle, network);
        _nodes.Add(node);
        var living = _nodes.Where(one => !one.IsKilled).ToList();
        await Eventually.HoldsAsync(() => living.All(one => one.KnowsGrainsOf(living)), "the word of the new silo to all");
        return node;
    }

    private void ConfigureAny(ISiloBuilder silo)
    {
        silo.Services.AddLogging(logging => logging.AddProvider(Errors));
        silo.Configure<ClusterMembershipOptions>(membership =>
        {
            membership.ProbeTimeout = TimeSpan.FromSeconds(1);
            membership.NumMissedProbesLimit = 2;
            membership.NumVotesForDeathDeclaration = 1;
        });
        silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(10));
        silo.Services.AddSingleton<GrainServicePushTransport>();
        silo.Services.AddSingleton<IPushTransport>(services =>
            new DroppingTransport(services.GetRequiredService<GrainServicePushTransport>(), Pushes));
    }

    private void ConfigureSilo(ISiloBuilder silo)
    {
        silo.Services.AddSingleton<TimeProvider>(Time);
        silo.Services.AddSingleton<IUserLogBackend>(new SharedBackend(Store));
        silo.Services.AddNetraUserLog();
        silo.Services.Configure(_shape.Users);
        silo.AddNetraSilo();
        _shape.Silo(silo);
    }

    private void ConfigureGateway(ISiloBuilder silo)
    {
        silo.Services.Configure<AuthenticationOptions>(options =>
            options.Keys.Add(new TokenKeyOptions { Algorithm = "HS256", Secret = new string('k', 32) }));
        silo.Services.Configure<Gateway.GatewayOptions>(options =>
        {
            // Renewals are the tests' own.
            options.LeaseInterval = TimeSpan.FromHours(1);
            _shape.Gateway(options);
        });
        silo.Services.AddSingleton(_shape.GatewayTime);
        silo.Services.Configure<DrainOptions>(options => options.ReadinessDelay = TimeSpan.Zero);
        silo.WithoutNetraUserGrains();
        silo.AddNetraGateway();
    }
}

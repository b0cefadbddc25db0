using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Netra.Abstractions;
using Netra.Gateway;
using Netra.Grains;
using Netra.Protocol;
using Netra.Storage;
using Orleans.Configuration;
using Orleans.TestingHost;

namespace Netra.Model.Tests;

/// <summary>A silo with user grains and sockets, in this process, that can be restarted over its store.</summary>
internal sealed class ModelSilo : IAsyncDisposable
{
    /// <summary>How many connections a user may have: one fewer than a run has clients.</summary>
    public const int MaxConnections = 2;

    private static readonly TimeSpan Never = TimeSpan.FromDays(1_000);

    private readonly InProcessTestCluster _cluster;
    private readonly ModelStore _store;
    private readonly ConnectionPolicy _policy;
    private InProcessSiloHandle _handle = null!;

    private ModelSilo(bool isEmbedded, ConnectionPolicy policy)
    {
        _policy = policy;
        _store = new ModelStore(isEmbedded, Clock);
        var builder = new InProcessTestClusterBuilder(0);
        builder.Options.ConfigureFileLogging = false;
        builder.Options.InitializeClientOnDeploy = false;
        builder.Options.GatewayPerSilo = false;
        _cluster = builder.Build();
        _cluster.Options.SiloHostConfigurationDelegates.Add((_, host) => host.UseOrleans(Configure));
    }

    public ManualClock Clock { get; } = new();

    /// <summary>What the runs on this silo have met.</summary>
    public Tally Tally { get; } = new();

    public FaultyBackend Store => _store.Backend;

    public ConnectionServer Server => _handle.ServiceProvider.GetRequiredService<ConnectionServer>();

    /// <summary>The limits, which the test sets anew for each run: a user's grain looks at them whenever it needs them.</summary>
    public UserGrainOptions Limits => _handle.ServiceProvider.GetRequiredService<IOptions<UserGrainOptions>>().Value;

    /// <summary>What becomes of one connection more than <see cref="MaxConnections"/>.</summary>
    public ConnectionPolicy Policy => _policy;

    public static async Task<ModelSilo> StartAsync(bool isEmbedded, ConnectionPolicy policy)
    {
        var silo = new ModelSilo(isEmbedded, policy);
        await silo.StartSiloAsync();
        return silo;
    }

    public IUserGrain User(UserId user) =>
        _handle.ServiceProvider.GetRequiredService<IGrainFactory>().GetGrain<IUserGrain>(UserGrainIds.Of(user));

    /// <summary>Ends the silo without a word to anybody, and starts another one over the same store.</summary>
    public async Task RestartAsync()
    {
        await KillAsync();
        await _store.ReopenAsync();
        await StartSiloAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        await _cluster.DisposeAsync();
        await _store.DisposeAsync();
    }

    private async Task KillAsync()
    {
        try
        {
            await _handle.StopSiloAsync(stopGracefully: false);
        }
        catch (OperationCanceledException)
        {
            // A stop without grace is one that was cancelled from its start.
        }

        await _handle.DisposeAsync();
    }

    private async Task StartSiloAsync()
    {
        var (siloPort, _) = _cluster.PortAllocator.AllocateConsecutivePortPairs(1);
        _handle = await _cluster.CreateSiloAsync(new InProcessTestSiloSpecificOptions { SiloName = "silo", SiloPort = siloPort });
    }

    private void Configure(ISiloBuilder silo)
    {
        // The clock is Orleans' clock too: silos that seem silent for hours must not be taken for dead.
        silo.Configure<ClusterMembershipOptions>(membership =>
        {
            membership.LivenessEnabled = false;
            membership.IAmAliveTablePublishTimeout = TimeSpan.FromDays(40);
            membership.NumMissedTableIAmAliveLimit = 1_000;
        });
        silo.Services.AddSingleton<TimeProvider>(Clock);
        silo.Services.AddSingleton<IUserLogBackend>(Store);
        silo.Services.AddNetraUserLog();
        silo.Services.Configure<UserGrainOptions>(users =>
        {
            users.MaxSessions = 100_000;
            users.SessionRetention = users.LeaseDuration = Never;
            users.DeadLetterRetention = Never;
            users.MaxDeadLetters = 100_000;
            // Small, so that reads go to the store as well as to memory.
            users.RecentFramesBytes = 1_000;
            users.StateSnapshotChanges = 3;
        });
        silo.Services.Configure<AuthenticationOptions>(options =>
            options.Keys.Add(new TokenKeyOptions { Algorithm = "HS256", Secret = new string('k', 32) }));
        silo.Services.Configure<Gateway.GatewayOptions>(gateway =>
        {
            // The clock moves by hours: what a clock decides of a connection is no part of this.
            gateway.HeartbeatInterval = gateway.SlowConsumerTimeout = Never;
            gateway.HeartbeatTimeout = Never + Never;
            gateway.LeaseInterval = TimeSpan.FromHours(1);
            gateway.MessagesPerSecond = gateway.UserMessagesPerSecond = 1_000_000;
            gateway.ConnectionsPerUser = MaxConnections;
            gateway.ConnectionPolicy = _policy;
            gateway.MaxQueuedFrames = 16;
            gateway.FirstRetryDelay = TimeSpan.FromMilliseconds(5);
            gateway.MaxRetryDelay = TimeSpan.FromMilliseconds(50);
        });
        silo.AddNetraSilo();
        silo.AddNetraGateway();
    }
}

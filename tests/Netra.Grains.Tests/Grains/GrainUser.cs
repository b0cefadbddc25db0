using System.Diagnostics.Metrics;
using System.Net;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Netra.Abstractions;
using Netra.Protocol;
using Netra.Storage;
using Netra.Streaming;
using Orleans.Streams;
using StreamPosition = Netra.Protocol.StreamPosition;

namespace Netra.Grains.Tests;

/// <summary>
/// A user grain without a cluster, over an empty store in memory. Take its parts from within <see cref="Exclusively"/>, which stands for the grain's
/// scheduler.
/// </summary>
internal sealed class GrainUser : IAsyncDisposable
{
    private static readonly FieldInfo CurrentContext = typeof(IGrainContext).Assembly
        .GetType("Orleans.Runtime.RuntimeContext")!.GetField("_threadLocalContext", BindingFlags.NonPublic | BindingFlags.Static)!;

    private static int _generations = 1;

    private readonly UserLog _log;
    private CommitTrail? _trail;

    public GrainUser()
    {
        Backend = new InMemoryBackend();
        var patient = new UserLogOptions { CommitTimeout = TimeSpan.FromMinutes(2) };
        _log = new UserLog(Backend, Microsoft.Extensions.Options.Options.Create(patient), TimeProvider.System, NullLogger<UserLog>.Instance);
        Over = _log;
    }

    public static SiloAddress Gateway { get; } = SiloAddress.New(IPAddress.Loopback, 1, 1);

    public UserId Id { get; init; } = UserId.Parse("ada");

    public InMemoryBackend Backend { get; }

    public IUserLog Log => _log;

    /// <summary>What grains that are activated from now on write to and read from.</summary>
    public IUserLog Over { get; set; }

    public UserGrainOptions Options { get; } = new();

    public SignallingTime Time { get; } = new();

    /// <summary>The activations that a batch finds, by user.</summary>
    public LocalUsers Active { get; } = new();

    /// <summary>What the silo remembers. Made with the options as they are at the first use.</summary>
    public CommitTrail Trail => _trail ??= new CommitTrail(Microsoft.Extensions.Options.Options.Create(Options), Time);

    /// <summary>Those of activations from now on; null: those that nobody listens to.</summary>
    public TestMeters? Meters { get; set; }

    /// <summary>What was pushed to the gateways.</summary>
    public List<UserPush> Pushes { get; } = [];

    /// <summary>The silos that membership knows to be dead.</summary>
    public HashSet<SiloAddress> Dead { get; } = [];

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    /// <summary>How often a silo looked at the membership anew.</summary>
    public int Refreshes { get; private set; }

    /// <summary>A new activation. An older one is not told.</summary>
    public async Task<UserGrain> ActivateAsync()
    {
        var parts = new ServiceCollection()
            .AddKeyedSingleton(OutboundStream.ProviderName, Proxy.Of<IStreamProvider>((_, _) => Stream()))
            .AddLogging()
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton<JobSlots>()
            .AddSingleton<UserWorkServices>()
            .AddMetrics()
            .AddSingleton<GrainInstruments>()
            .AddSingleton<HandlerInstruments>()
            .AddSingleton(Trail)
            .AddSingleton<TraceMemory>();
        if (Meters is { } meters) parts.AddSingleton<IMeterFactory>(meters);
        var services = parts.BuildServiceProvider();
        var grainId = GrainId.Create(UserGrainIds.TypeName, Id.Value);
        var turns = TaskScheduler.Current;
        var scheduler = Proxy.Of<IWorkItemScheduler>((method, arguments) => method.Name == nameof(IWorkItemScheduler.QueueAction) && arguments.Length == 2
            ? Task.Factory.StartNew((Action<object?>)arguments[0]!, arguments[1], CancellationToken.None, TaskCreationOptions.None, turns)
            : throw Proxy.Unexpected(method));
        CurrentContext.SetValue(null, Proxy.Of<IGrainContext>((method, _) => method.Name switch
        {
            "get_GrainId" => grainId,
            "get_Scheduler" => scheduler,
            "get_ActivationServices" => services,
            _ => throw Proxy.Unexpected(method),
        }));
        var grain = new UserGrain(
            Over,
            Microsoft.Extensions.Options.Options.Create(Options),
            Proxy.Of<ISiloStatusOracle>((method, arguments) => method.Name == nameof(ISiloStatusOracle.IsDeadSilo)
                ? Dead.Contains((SiloAddress)arguments[0]!)
                : throw Proxy.Unexpected(method)),
            new MembershipRefresh(
                Proxy.Of<IClusterMembershipService>((method, _) =>
                {
                    if (method.Name != nameof(IClusterMembershipService.Refresh)) throw Proxy.Unexpected(method);
                    Refreshes++;
                    return default(ValueTask);
                }),
                Time,
                NullLogger<MembershipRefresh>.Instance),
            Proxy.Of<ILocalSiloDetails>((_, _) => Gateway),
            Active,
            Time,
            NullLogger<UserGrain>.Instance);
        CurrentContext.SetValue(null, null);
        await grain.OnActivateAsync(CancellationToken.None);
        return grain;
    }

    /// <summary>Another gateway.</summary>
    public static SiloAddress NewGateway() => SiloAddress.New(IPAddress.Loopback, 2, Interlocked.Increment(ref _generations));

    public AttachRequest Connection(string client = "tab", StartPosition start = StartPosition.Unread, StreamPosition? resume = null) => new()
    {
        Connection = ConnectionId.NewId(),
        Gateway = Gateway,
        Client = ClientId.Parse(client),
        ClientIsOwn = true,
        ConnectedAtMs = Time.GetUtcNow().ToUnixTimeMilliseconds(),
        Start = start,
        Resume = resume,
    };

    public async Task<UserHead> HeadAsync() => (await Log.LoadAsync(Id, CancellationToken.None)).Head;

    private IAsyncStream<UserPush> Stream() => Proxy.Of<IAsyncStream<UserPush>>((method, arguments) =>
    {
        if (method.Name != "OnNextAsync") throw Proxy.Unexpected(method);
        Pushes.Add((UserPush)arguments[0]!);
        return Task.CompletedTask;
    });
}

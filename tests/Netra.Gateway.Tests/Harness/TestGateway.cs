using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway.Tests;

/// <summary>A gateway without a network or a cluster: its time is turned by hand, its sockets are in memory. Fails the test that logged an error.</summary>
internal sealed class TestGateway : IAsyncDisposable
{
    private readonly List<TestClient> _clients = [];
    private readonly UpgradeEndpoint _endpoint;
    private readonly TestMeters _meters = new();
    private readonly IssuerDocuments _documents = new();

    public TestGateway(Action<GatewayOptions>? configure = null, TracingOptions? tracing = null)
    {
        configure?.Invoke(Options);
        Instruments = new GatewayInstruments(_meters);
        Books = new FakeTicketBooks(Time);
        var authentication = Microsoft.Extensions.Options.Options.Create(TestTokens.Options());
        Tickets = new TicketDesk(Books, authentication, Instruments, Time, Log.For<TicketDesk>());
        var validator = new TokenValidator(authentication, new TokenIssuers(authentication, _documents, Time, Log.For<TokenIssuers>()), Tickets, Time);
        Plans = new TestPlans(Options, Time, Log);
        Wheel = new TimerWheel(Time, Log.For<TimerWheel>());
        Services = new ConnectionServices(
            Microsoft.Extensions.Options.Options.Create(Options), Users, validator, Plans.Table, new FakeSilo(), Wheel, Time, Instruments,
            new TraceGate(Microsoft.Extensions.Options.Options.Create(tracing ?? new TracingOptions()), Time), Log.For<Connection>());
        Hub = new ConnectionHub(Wheel);
        Drain = new Drain(
            Lifetime, Hub, Microsoft.Extensions.Options.Options.Create(DrainOptions), Microsoft.Extensions.Options.Options.Create(Options), Instruments, Time, Log.For<Drain>());
        Gate = new AttachGate(Microsoft.Extensions.Options.Options.Create(Options), Hub, Time);
        Memory = new ConnectionMemory(Hub, Microsoft.Extensions.Options.Options.Create(Options), Time);
        var server = new ConnectionServer(Services, Hub, Gate, Drain, Memory, Log.For<ConnectionServer>());
        _endpoint = new UpgradeEndpoint(Services, server, Gate, Drain, Log.For<UpgradeEndpoint>());
    }

    public GatewayOptions Options { get; } = new();

    public DrainOptions DrainOptions { get; } = new() { ReadinessDelay = TimeSpan.Zero };

    public ObservedTime Time { get; } = new();

    public StrictLog Log { get; } = new();

    public FakeLifetime Lifetime { get; } = new();

    public FakeUserDirectory Users { get; } = new();

    public FakeTicketBooks Books { get; }

    public TicketDesk Tickets { get; }

    public ConnectionServices Services { get; }

    public TestPlans Plans { get; }

    public AttachGate Gate { get; }

    public GatewayInstruments Instruments { get; }

    /// <summary>What the stream of the latest request tells.</summary>
    public SocketTraffic Traffic { get; private set; } = new();

    /// <summary>What the clients' systems have taken.</summary>
    public FakeAcknowledgedBytes Acknowledged { get; } = new();

    public TimerWheel Wheel { get; }

    public ConnectionHub Hub { get; }

    public ConnectionMemory Memory { get; }

    /// <summary>How many frames beside the log were dropped.</summary>
    public long EphemeralDropped => Counted("ephemeral.dropped");

    /// <summary>What an instrument has counted, by its name without <c>netra.gateway.</c>, over all that has these values of tags.</summary>
    public long Counted(string instrument, params string[] tags) => _meters.SumOf("netra.gateway." + instrument, tags);

    /// <summary>The only connection.</summary>
    public Connection Connection => Hub.All.Single();

    /// <summary>Connects, with everything but the network between client and gateway.</summary>
    public async Task<TestClient> ConnectAsync(
        FakeUser user, string query = "", int windowBytes = 1024 * 1024, TimeSpan? tokenLife = null, string? plan = null)
    {
        var request = Request(user, query, windowBytes, tokenLife, plan);
        var serving = ServeAsync(request.Context);
        await Task.WhenAny(request.Upgrade.Accepted, serving).WithinReason();
        if (serving.IsCompleted && !request.Upgrade.Accepted.IsCompleted)
            Assert.Fail($"Refused with {request.Context.Response.StatusCode}.");
        var client = new TestClient(request.Stream, request.Upgrade, serving);
        _clients.Add(client);
        return client;
    }

    /// <summary>An upgrade request that has not been handled yet.</summary>
    public (HttpContext Context, FakeUpgrade Upgrade, DuplexStream Stream) Request(
        FakeUser user, string query = "", int windowBytes = 1024 * 1024, TimeSpan? tokenLife = null, string? plan = null)
    {
        Users.Add(user);
        var (clientEnd, serverEnd) = DuplexStream.CreatePair(windowBytes);
        var traffic = new SocketTraffic(Acknowledged);
        var upgrade = new FakeUpgrade(new TrafficStream(serverEnd, traffic, Time));
        var context = new DefaultHttpContext();
        context.Features.Set(traffic);
        Traffic = traffic;
        context.Features.Set<IHttpWebSocketFeature>(upgrade);
        context.Features.Set<IHttpRequestLifetimeFeature>(new HttpRequestLifetimeFeature());
        context.Features.Set(new HiddenToken(TestTokens.Of(user.Name, Time.GetUtcNow() + (tokenLife ?? TimeSpan.FromHours(1)), plan)));
        context.Request.Method = "GET";
        context.Request.QueryString = new QueryString(query);
        context.Request.Headers.Connection = "Upgrade";
        context.Request.Headers.Upgrade = "websocket";
        context.Request.Headers.SecWebSocketVersion = "13";
        context.Request.Headers.SecWebSocketKey = "AQIDBAUGBwgJCgsMDQ4PEA==";
        context.Response.Body = new MemoryStream();
        return (context, upgrade, clientEnd);
    }

    /// <summary>A connection that nobody serves.</summary>
    public Connection NewConnection(FakeUser user)
    {
        var id = UserId.Parse(user.Name);
        var identity = new ConnectionIdentity(ConnectionId.NewId(), id, ClientId.NewId(), false, Time.NowMs);
        return new Connection(identity, Services, new Access(id, long.MaxValue, null, new TokenStamp(null, null)));
    }

    public Task ServeAsync(HttpContext context) => Task.Run(() => _endpoint.HandleAsync(context));

    /// <summary>Lets time pass once every connection waits for its client.</summary>
    public async Task PassAsync(int seconds)
    {
        foreach (var client in _clients) await client.IdleAsync();
        Pass(seconds);
    }

    /// <summary>Waits until the only connection has heard of its client at this very time.</summary>
    public void WaitUntilHeard() => Assert.True(SpinWait.SpinUntil(() => Connection.LastSeenMs == Time.NowMs, Waiting.Patience));

    /// <summary>Lets time pass, a second at a time, as the wheel's timer does.</summary>
    public void Pass(int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            Wheel.Advance();
        }
    }

    /// <summary>Appends frames and pushes them.</summary>
    public void Publish(FakeUser user, int count, int padding = 0)
    {
        var first = user.HeadSeq + 1;
        user.Append(count, padding);
        Hub.Deliver(user.PushOf(first, count));
    }

    /// <summary>Pushes frames beside the log: notes without a seq, whose payload has their number.</summary>
    public void PushEphemeral(FakeUser user, int first, int count, ConnectionId? target = null, int padding = 0) => Hub.Deliver(new UserPush
    {
        User = UserId.Parse(user.Name),
        Target = target,
        Ephemeral =
        [
            .. Enumerable.Range(first, count).Select(number => (ReadOnlyMemory<byte>)ServerFrames.Ephemeral(
                "typing", $"e{number}", Time.NowMs, Encoding.UTF8.GetBytes($$"""{"n":{{number}},"pad":"{{new string('x', padding)}}"}"""))),
        ],
    });

    public void Command(FakeUser user, ConnectionCommandKind kind, ConnectionId? connection = null, CloseCode code = CloseCode.Normal) =>
        Hub.Deliver(new UserPush { User = UserId.Parse(user.Name), Command = new ConnectionCommand(kind, connection, code, "test") });

    public Drain Drain { get; }

    public Task StartDrainAsync() => Drain.StartAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients) client.Dispose();
        foreach (var client in _clients) await client.Served;
        Drain.Dispose();
        Lifetime.Dispose();
        Wheel.Dispose();
        Gate.Dispose();
        Plans.Dispose();
        _meters.Dispose();
        _documents.Dispose();
        Assert.Equal(0, Hub.Count);
        Log.AssertNoErrors();
    }
}

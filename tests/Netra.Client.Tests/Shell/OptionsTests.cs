using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Netra.Client.Tests;

public sealed class OptionsTests : ClientTests
{
    [Fact]
    public void Constructor_WrongOptions_SaysEverythingThatIsWrong()
    {
        var options = new NetraClientOptions
        {
            Url = new Uri("ftp://host"),
            ClientId = "a b",
            User = "",
            Start = (StartPosition)7,
            MaxFrameBytes = 0,
            CloseTimeout = TimeSpan.Zero,
            Numbers = { FirstDelay = TimeSpan.Zero, MaxPending = 0, AckDelay = TimeSpan.FromSeconds(-1), SteadyAfter = TimeSpan.FromSeconds(-1) },
        };

        var message = Assert.Throws<ArgumentException>(() => new NetraClient(options)).Message;

        string[] named = ["Url", "Token", "ClientId", "User", "Start", "MaxFrameBytes", "CloseTimeout", "FirstDelay", "MaxPending", "AckDelay", "SteadyAfter"];
        Assert.All(named, name => Assert.Contains(name, message, StringComparison.Ordinal));
    }

    [Fact]
    public void Constructor_MissingParts_AreNamed()
    {
        var message = Assert.Throws<ArgumentException>(() => new NetraClient(Options(options => (options.Numbers, options.TimeProvider) = (null!, null!)))).Message;

        Assert.Contains("Numbers is required.", message, StringComparison.Ordinal);
        Assert.Contains("TimeProvider is required.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_StoreWithoutAUser_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new NetraClient(Options(options => options.Store = new MemoryClientStore())));

    [Fact]
    public async Task AddNetraClient_MakesOneClientThatLogsAsTheApplication()
    {
        var logs = new CapturingLoggers();
        var services = new ServiceCollection().AddLogging(logging => logging.AddProvider(logs));
        services.AddNetraClient((_, options) => (options.Url, options.Token) = (new Uri("ws://127.0.0.1:1/ws"), (_, _) => ValueTask.FromResult<string?>(null)));
        await using var provider = services.BuildServiceProvider();
        var client = provider.GetRequiredService<NetraClient>();

        await Assert.ThrowsAsync<NetraException>(() => client.ConnectAsync().InTime());

        Assert.Same(client, provider.GetRequiredService<NetraClient>());
        Assert.Contains(logs.Lines, line => line.Contains("no_token", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Log_OfAWholeConnection_HasNoTokenAndNoPayload()
    {
        var logs = new CapturingLoggers();
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(logs).SetMinimumLevel(LogLevel.Trace));
        var (client, connection) = await ConnectAsync(options =>
        {
            options.LoggerFactory = factory;
            options.Token = (_, _) => ValueTask.FromResult<string?>("secret-token");
        });
        client.On<Note>("note", message => throw new InvalidDataException("failed"));
        await connection.SendAsync("""{"type":"note","seq":1,"timestamp":1,"payload":{"n":1,"from":"secret-payload"}}""");
        await NextErrorAsync();
        await connection.SendAsync("{");
        await Server.EstablishedAsync();
        await client.DisposeAsync();

        Assert.Contains(logs.Lines, line => line.Contains("listener_failed", StringComparison.Ordinal));
        Assert.DoesNotContain(logs.Lines, line => line.Contains("secret", StringComparison.Ordinal));
    }
}

using System.Text;
using Microsoft.Extensions.Options;

namespace Netra.Gateway.Tests;

/// <summary>Tests of tokens whose keys come over the network, from an issuer that the test starts.</summary>
public abstract class IssuerTests : IAsyncLifetime
{
    private readonly TestMeters _meters = new();
    private readonly IssuerDocuments _documents = new();
    private FakeIssuer? _issuer;
    private TokenIssuers? _issuers;

    internal FakeIssuer Issuer => _issuer!;

    internal ObservedTime Time { get; } = new();

    internal StrictLog Log { get; } = new();

    /// <summary>What gateways are told of the issuer. Some of it is the test's to change before <see cref="StartAsync"/>.</summary>
    internal IssuerOptions Settings { get; } = new() { AllowHttp = true };

    internal AuthenticationOptions Authentication { get; } = new();

    internal TokenValidator Tokens { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _issuer = await FakeIssuer.StartAsync();
        Settings.Authority = Issuer.Url;
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_issuers is not null) await _issuers.StopAsync(CancellationToken.None).WithinReason();
        _issuers?.Dispose();
        await Issuer.DisposeAsync();
        _documents.Dispose();
        _meters.Dispose();
        Log.AssertNoErrors();
    }

    /// <summary>Starts a gateway's part that fetches keys.</summary>
    internal async Task StartAsync()
    {
        Authentication.Issuers.Add(Settings);
        Assert.True(new AuthenticationOptionsValidator().Validate(null, Authentication).Succeeded);
        var options = Options.Create(Authentication);
        _issuers = new TokenIssuers(options, _documents, Time, Log.For<TokenIssuers>());
        Tokens = new TokenValidator(options, _issuers, new TicketDesk(new FakeTicketBooks(Time), options, new GatewayInstruments(_meters), Time, Log.For<TicketDesk>()), Time);
        await _issuers.StartAsync(CancellationToken.None).WithinReason();
    }

    /// <summary>The same, and waits until the first fetch has ended, well or not.</summary>
    internal async Task StartAndFetchAsync()
    {
        await StartAsync();
        await FetchedAsync();
    }

    /// <summary>Waits until the fetch that begins next, or is under way, has ended.</summary>
    internal async Task FetchedAsync()
    {
        // The deadline of the fetch, then the wait for the next one.
        while (await Time.NextTimerAsync() == Settings.Timeout)
        {
        }
    }

    internal string PayloadOf(string user = "alice", string more = "") =>
        $$"""{"iss":"{{Settings.Issuer ?? Issuer.Url}}","sub":"{{user}}","exp":{{Time.GetUtcNow().AddDays(1).ToUnixTimeSeconds()}}{{more}}}""";

    internal async Task AcceptedAsync(string token)
    {
        var result = await Tokens.ValidateAsync(token).AsTask().WithinReason();
        Assert.True(result.Access is { User.Value: "alice" }, $"{result.Error?.Name}: {result.Detail}");
    }

    internal async Task RefusedAsync(string token, string code)
    {
        var result = await Tokens.ValidateAsync(token).AsTask().WithinReason();
        Assert.Equal((null, code), (result.Access, result.Error?.Name));
    }

    internal static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}

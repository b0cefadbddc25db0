using Microsoft.AspNetCore.Http;

namespace Netra.Gateway.Tests;

/// <summary>When keys are fetched, and what becomes of tokens meanwhile.</summary>
public sealed class IssuerRotationTests : IssuerTests
{
    private readonly IssuerKey _old = IssuerKey.Ec("old");
    private readonly IssuerKey _new = IssuerKey.Ec("new");

    [Fact]
    public async Task Validate_KeyThatIsNew_FetchedAtOnceAndAccepted()
    {
        Issuer.Publish(_old.Jwk());
        await StartAndFetchAsync();
        await AcceptedAsync(_old.Sign(PayloadOf()));

        Issuer.Publish(_old.Jwk(), _new.Jwk());
        await AcceptedAsync(_new.Sign(PayloadOf()));
        await AcceptedAsync(_old.Sign(PayloadOf()));

        Assert.Equal(2, Issuer.Fetches);
    }

    [Fact]
    public async Task Validate_KeyThatIsNewAndTokenWithoutKid_FetchedToo()
    {
        Issuer.Publish(_old.Jwk(withKeyId: false));
        await StartAndFetchAsync();

        Issuer.Publish(_new.Jwk(withKeyId: false));
        await AcceptedAsync(_new.Sign(PayloadOf(), withKeyId: false));

        await RefusedAsync(_old.Sign(PayloadOf(), withKeyId: false), "token_invalid");
    }

    [Fact]
    public async Task Validate_KeyThatIsGone_RefusedFromTheNextFetchOn()
    {
        Issuer.Publish(_old.Jwk(), _new.Jwk());
        await StartAndFetchAsync();
        Issuer.Publish(_new.Jwk());
        await AcceptedAsync(_old.Sign(PayloadOf()));

        Time.Advance(Settings.RefreshInterval);
        await FetchedAsync();

        await RefusedAsync(_old.Sign(PayloadOf()), "token_invalid");
        await AcceptedAsync(_new.Sign(PayloadOf()));
    }

    [Fact]
    public async Task Validate_EveryKeyWithdrawn_AllRefused()
    {
        Issuer.Publish(_old.Jwk());
        await StartAndFetchAsync();
        Issuer.Publish();

        Time.Advance(Settings.RefreshInterval);
        await FetchedAsync();

        await RefusedAsync(_old.Sign(PayloadOf()), "token_invalid");
        Assert.Contains(Log.Entries, entry => entry.Contains("none can be used", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Validate_StormOfMadeUpKids_OneFetchInAWhile()
    {
        Issuer.Publish(_old.Jwk());
        await StartAndFetchAsync();
        var forger = IssuerKey.Ec("forged");

        for (var round = 1; round <= 3; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 100).Select(n => RefusedAsync(forger.Sign(PayloadOf(), keyId: $"k{round}-{n}"), "token_invalid")));
            await RefusedAsync(forger.Sign(PayloadOf(), withKeyId: false), "token_invalid");
            Assert.Equal(1 + round, Issuer.Fetches);
            Time.Advance(Settings.MinRefreshInterval - TimeSpan.FromMilliseconds(1));
            await RefusedAsync(forger.Sign(PayloadOf()), "token_invalid");
            Assert.Equal(1 + round, Issuer.Fetches);
            Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        await AcceptedAsync(_old.Sign(PayloadOf()));
    }

    [Fact]
    public async Task Validate_MoreUnknownKidsThanMayWaitForTheFetch_TheOthersAreUnavailableAtOnce()
    {
        Settings.MaxWaiting = 2;
        Issuer.Publish(_old.Jwk());
        await StartAndFetchAsync();
        Issuer.Answer = Issuer.HangAsync;
        var waiting = Enumerable.Range(0, 2).Select(n => Tokens.ValidateAsync(_new.Sign(PayloadOf(), keyId: $"k{n}")).AsTask()).ToList();

        await RefusedAsync(_new.Sign(PayloadOf(), keyId: "k2"), "unavailable");
        await AcceptedAsync(_old.Sign(PayloadOf()));
        Assert.DoesNotContain(waiting, one => one.IsCompleted);

        Assert.Equal(Settings.Timeout, await Time.NextTimerAsync());
        Time.Advance(Settings.Timeout);
        foreach (var one in waiting) Assert.Equal("unavailable", (await one.WithinReason()).Error?.Name);
        await RefusedAsync(_new.Sign(PayloadOf(), keyId: "k3"), "unavailable");
    }

    [Fact]
    public async Task Validate_ForgedWithAKnownKid_NoFetchAtAll()
    {
        Issuer.Publish(_old.Jwk());
        await StartAndFetchAsync();
        var forger = IssuerKey.Ec("old");

        for (var n = 0; n < 20; n++) await RefusedAsync(forger.Sign(PayloadOf()), "token_invalid");

        Assert.Equal(1, Issuer.Fetches);
    }

    [Fact]
    public async Task Validate_IssuerGoneAfterTheFirstFetch_LastKeysGoOn()
    {
        Issuer.Publish(_old.Jwk());
        await StartAndFetchAsync();
        Issuer.Answer = context =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        };

        for (var hour = 0; hour < 3; hour++)
        {
            Time.Advance(Settings.RefreshInterval);
            await FetchedAsync();
            await AcceptedAsync(_old.Sign(PayloadOf()));
        }

        // What the issuer signs with now nobody knows.
        await RefusedAsync(_new.Sign(PayloadOf()), "unavailable");
        Assert.Contains(Log.Entries, entry => entry.Contains("answered 500", StringComparison.Ordinal) && entry.Contains("True", StringComparison.Ordinal));

        Issuer.Answer = null;
        Issuer.Publish(_new.Jwk());
        Time.Advance(Settings.MinRefreshInterval);
        await FetchedAsync();
        await AcceptedAsync(_new.Sign(PayloadOf()));
        await RefusedAsync(_old.Sign(PayloadOf()), "token_invalid");
    }

    [Fact]
    public async Task Validate_NeverFetched_UnavailableUntilATrySucceeds()
    {
        Issuer.Answer = context =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        };
        await StartAndFetchAsync();
        await RefusedAsync(_old.Sign(PayloadOf()), "unavailable");

        Issuer.Answer = null;
        Issuer.Publish(_old.Jwk());
        Time.Advance(TimeSpan.FromSeconds(1));
        await FetchedAsync();

        await AcceptedAsync(_old.Sign(PayloadOf()));
    }

    [Fact]
    public async Task Validate_FirstFetchUnderWay_WaitsForIt()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Issuer.Publish(_old.Jwk());
        Issuer.Answer = async context =>
        {
            await go.Task;
            await context.Response.WriteAsync($$"""{"keys":[{{_old.Jwk()}}]}""");
        };
        (Settings.Authority, Settings.Issuer, Settings.JwksUrl) = (null, Issuer.Url, Issuer.KeysUrl);
        await StartAsync();
        await Issuer.Calls.WaitForAsync("/keys");

        var accepted = AcceptedAsync(_old.Sign(PayloadOf()));
        Assert.False(accepted.IsCompleted);
        go.SetResult();

        await accepted;
    }

    [Fact]
    public async Task Validate_SlowIssuer_WaitsNoLongerThanTheTimeout()
    {
        Issuer.Publish(_old.Jwk());
        await StartAndFetchAsync();
        Issuer.Answer = Issuer.HangAsync;

        var unknown = RefusedAsync(_new.Sign(PayloadOf()), "unavailable");
        await Issuer.Calls.WaitForAsync("/.well-known/openid-configuration", 2);
        await AcceptedAsync(_old.Sign(PayloadOf()));
        Assert.False(unknown.IsCompleted);
        Time.Advance(Settings.Timeout);

        await unknown;
        Assert.Contains(Log.Entries, entry => entry.Contains("no answer within 00:00:05", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_FailingIssuer_AskedLessAndLessOften()
    {
        Issuer.Answer = context =>
        {
            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        };
        await StartAsync();
        var waits = new List<double>();
        while (waits.Count < 7)
        {
            var timer = await Time.NextTimerAsync();
            if (timer == Settings.Timeout) continue;
            waits.Add(timer.TotalSeconds);
            Time.Advance(timer);
        }

        Assert.Equal([1, 2, 4, 8, 16, 30, 30], waits);
    }
}

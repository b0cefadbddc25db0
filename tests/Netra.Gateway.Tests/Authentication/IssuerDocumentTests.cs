using Microsoft.AspNetCore.Http;

namespace Netra.Gateway.Tests;

/// <summary>Documents that an issuer should not publish.</summary>
public sealed class IssuerDocumentTests : IssuerTests
{
    private readonly IssuerKey _key = IssuerKey.Ec("k1");

    [Theory]
    [InlineData("")]
    [InlineData("<html>Bad gateway</html>")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"keys":{}}""")]
    [InlineData("""{"keys":null}""")]
    [InlineData("""{"keys":[""")]
    public async Task Fetch_KeySetIsGarbage_LastKeysGoOn(string garbage)
    {
        Issuer.Publish(_key.Jwk());
        await StartAndFetchAsync();
        var description = Description(Issuer.Url, Issuer.KeysUrl);
        Issuer.Answer = context => context.Response.WriteAsync(context.Request.Path == "/keys" ? garbage : description);

        await FetchAgainAsync();

        await AcceptedAsync(_key.Sign(PayloadOf()));
        Assert.Contains(Log.Entries, entry => entry.Contains("could not be fetched: The key set", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("""{"issuer":"http://other.example.com","jwks_uri":"KEYS"}""")]
    [InlineData("""{"issuer":"ISSUER/","jwks_uri":"KEYS"}""")]
    [InlineData("""{"issuer":"ISSUER"}""")]
    [InlineData("""{"issuer":"ISSUER","jwks_uri":7}""")]
    [InlineData("""{"issuer":"ISSUER","jwks_uri":"/keys"}""")]
    [InlineData("""{"issuer":"ISSUER","jwks_uri":"file:///etc/passwd"}""")]
    [InlineData("""{"issuer":"ISSUER","jwks_uri":"\ud800"}""")]
    public async Task Fetch_DescriptionIsWrong_NoKeysAreTakenByIt(string description)
    {
        var text = description.Replace("ISSUER", Issuer.Url, StringComparison.Ordinal).Replace("KEYS", Issuer.KeysUrl, StringComparison.Ordinal);
        Issuer.Answer = context => context.Response.WriteAsync(context.Request.Path == "/keys" ? $$"""{"keys":[{{_key.Jwk()}}]}""" : text);

        await StartAndFetchAsync();

        Assert.Equal(0, Issuer.Fetches);
        await RefusedAsync(_key.Sign(PayloadOf()), "unavailable");
        Assert.Contains(Log.Entries, entry => entry.Contains("could not be fetched", StringComparison.Ordinal) && entry.Contains("False", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Fetch_HugeDocument_NotReadToItsEnd()
    {
        Settings.MaxDocumentBytes = 64 * 1024;
        Issuer.Answer = async context =>
        {
            await context.Response.WriteAsync(new string(' ', Settings.MaxDocumentBytes + 1));
            await context.Response.Body.FlushAsync();
            // Whoever waits for the end of it waits for the test's clock, which stands still.
            await Issuer.HangAsync(context);
        };

        await StartAndFetchAsync();

        await RefusedAsync(_key.Sign(PayloadOf()), "unavailable");
        Assert.Contains(Log.Entries, entry => entry.Contains("more than 65536 bytes", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(204)]
    public async Task Fetch_RedirectedOrEmpty_NotFollowed(int status)
    {
        Issuer.Answer = context =>
        {
            context.Response.StatusCode = status;
            if (status >= 300) context.Response.Headers.Location = Issuer.KeysUrl;
            return Task.CompletedTask;
        };

        await StartAndFetchAsync();

        Assert.Equal(0, Issuer.Fetches);
        await RefusedAsync(_key.Sign(PayloadOf()), "unavailable");
        Assert.Contains(Log.Entries, entry => entry.Contains($"answered {status}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Fetch_ConnectionRefused_IsLogged()
    {
        await using (var gone = await FakeIssuer.StartAsync()) Settings.Authority = gone.Url;

        await StartAndFetchAsync();

        await RefusedAsync(_key.Sign(PayloadOf().Replace(Issuer.Url, Settings.Authority, StringComparison.Ordinal)), "unavailable");
        Assert.Contains(Log.Entries, entry => entry.Contains("could not be fetched", StringComparison.Ordinal));
    }

    [Fact]
    public void IsAllowed_PlainHttp_OnlyWhereTheOptionsSaySo()
    {
        Assert.False(IssuerRules.IsAllowed(new Uri("http://login.example.com/keys"), allowHttp: false));
        Assert.True(IssuerRules.IsAllowed(new Uri("http://login.example.com/keys"), allowHttp: true));
        Assert.True(IssuerRules.IsAllowed(new Uri("https://login.example.com/keys"), allowHttp: false));
    }

    private static string Description(string issuer, string keys) => $$"""{"issuer":"{{issuer}}","jwks_uri":"{{keys}}"}""";

    private async Task FetchAgainAsync()
    {
        Time.Advance(Settings.RefreshInterval);
        await FetchedAsync();
    }
}

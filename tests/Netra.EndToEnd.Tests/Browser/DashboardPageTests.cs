using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace Netra.EndToEnd.Tests;

/// <summary>The dashboard in a real browser, against a host under load.</summary>
[Collection(nameof(Chromium))]
public sealed class DashboardPageTests(DashboardHost dashboard, Chromium chromium) : IClassFixture<DashboardHost>
{
    private readonly string _user = "user-" + Guid.NewGuid().ToString("n");

    private HostProcess Host => dashboard.Process;

    [Fact]
    public async Task Overview_UnderLoadAndBehindIt_ShowsTheFiguresOfTheApi()
    {
        using var calls = new DashboardCalls(Host.ManagementUrl);
        await using var profile = await chromium.NewProfileAsync();
        var page = await DashboardPage.OpenAsync(profile, Host);
        await page.LinkIsAsync("live");

        await using (var load = await DashboardLoad.StartAsync(Host, _user, users: 4))
        {
            await ShowsWhatTheApiSaysAsync(page, "connections", calls, "connections_live");
            await Expect(page.Figure("messages_rate")).Not.ToHaveTextAsync("0");
            await RatesAreThoseOfTheApiAsync(page, calls);
            await load.StopAsync();
            foreach (var name in new[] { "messages", "unread", "dead_letters_kept", "send_queue_frames", "storage_queue", "storage_failures", "users_loaded", "connections_catching_up" })
                await ShowsWhatTheApiSaysAsync(page, name, calls, name);
            var row = page.Part("connections").Locator("tbody tr").Filter(new() { HasText = _user + "-0" });
            await Expect(row.Locator("[data-column=state]")).ToHaveTextAsync("live");
        }

        await page.ShowsAsync("connections", "0");
        await Expect(page.Part("ended").Locator("tr").Filter(new() { HasText = "client" })).ToBeVisibleAsync();
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Overview_ProcessAndWarning_AreShown()
    {
        using var management = new NetraApi(Host.ManagementUrl);
        await using var profile = await chromium.NewProfileAsync();
        var page = await DashboardPage.OpenAsync(profile, Host);

        (await management.SendAsync(HttpMethod.Put, "/logging", """{"levels":{"<b>bold</b>":"Debug"},"for_s":1}""")).AssertOk();

        await Expect(page.Part("errors")).ToContainTextAsync("<b>bold</b>=Debug");
        await Expect(page.Part("processes").Locator("tbody tr")).ToHaveCountAsync(1);
        await Expect(page.Part("processes").Locator("[data-column=health]")).ToHaveTextAsync("ok");
        await Expect(page.Part("orleans")).ToBeHiddenAsync();
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task User_RetryAndDisconnect_DoWhatTheySay()
    {
        var calls = new UserCalls(Host.Api, _user);
        await using var socket = await Host.ConnectAsync(_user, "client_id=phone");
        await Host.Api.PublishManyAsync(_user, 3);
        await socket.ReceiveDurableAsync(3);
        await socket.AckAsync(2);
        var dead = await calls.PublishAsync("""{"type":"note","payload":{"text":"<i>late</i>"},"ttl_ms":1}""");
        await using var profile = await chromium.NewProfileAsync();
        var page = await DashboardPage.OpenAsync(profile, Host);

        await page.Part("find-user").FillAsync(_user);
        await page.Part("find").ClickAsync();

        await Expect(page.Part("user-title")).ToHaveTextAsync(_user);
        await Expect(page.Part("user-letters").Locator("tbody tr")).ToHaveCountAsync(1);
        await Expect(page.Part("user-letters")).ToContainTextAsync("<i>late</i>");
        await Expect(page.Part("user-sessions").Locator("[data-column=acked]")).ToHaveTextAsync("2");
        await ShowsTheUserAsync(page);

        await page.Part("retry").ClickAsync();
        await Expect(page.Part("user-note")).ToHaveTextAsync($"The dead letter {dead} is back, with the seq {dead + 1}.");
        Assert.Equal(dead + 1, (await socket.ReceiveAsync(frame => frame.Seq == dead + 1)).Seq);
        await Expect(page.Part("user-letters").Locator("tbody tr")).ToHaveCountAsync(0);

        await page.Part("disconnect").ClickAsync();
        await page.Part("reason").FillAsync("by hand");
        await page.Part("back").CheckAsync();
        await page.Part("disconnect-yes").ClickAsync();
        Assert.Equal(new SocketEnd(4410, """{"reason":"by hand","reconnect":true}"""), await socket.EndAsync());
        await Expect(page.Part("user-connections").Locator("tbody tr")).ToHaveCountAsync(0);
        await ShowsTheUserAsync(page);
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task User_Explain_SaysWhatBecameOfAMessage()
    {
        await using var socket = await Host.ConnectAsync(_user, "client_id=phone");
        await Host.Api.PublishManyAsync(_user, 2);
        await socket.ReceiveDurableAsync(2);
        await socket.AckAsync(1);
        await Eventually.IsAsync(1, async () => (await Host.Api.UserAsync(_user)).GetProperty("unread").GetInt32());
        await using var profile = await chromium.NewProfileAsync();
        var page = await DashboardPage.OpenAsync(profile, Host, "#/users/" + _user);

        await page.Part("explain-seq").FillAsync("1");
        await page.Part("explain").ClickAsync();
        await Expect(page.Part("explain-summary")).ToContainTextAsync("acknowledged: ");
        await Expect(page.Part("explain-facts")).ToContainTextAsync("phone has acknowledged it (at 1)");
        await Expect(page.Part("explain-connections").Locator("[data-column=given]")).ToHaveTextAsync("yes");

        await page.Part("explain-seq").FillAsync("2");
        await page.Part("explain").ClickAsync();
        await Expect(page.Part("explain-summary")).ToContainTextAsync("delivered: ");
        await Expect(page.Part("explain-facts")).ToContainTextAsync("phone has not acknowledged it (at 1)");

        Assert.Empty(page.Errors);
        await page.Part("explain-seq").FillAsync("3");
        await page.Part("explain").ClickAsync();
        await Expect(page.Part("explain-summary")).ToContainTextAsync("no message with the seq 3 yet");
        await Expect(page.Part("explain-facts")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task User_IdThatIsMarkup_IsShownAsText()
    {
        const string Id = "<img src=x onerror=document.title='broken'>/100%";
        await using var socket = await Host.ConnectAsync(Id);
        await using var profile = await chromium.NewProfileAsync();
        var page = await DashboardPage.OpenAsync(profile, Host);

        await page.Part("connections").GetByText(Id).ClickAsync();

        await Expect(page.Part("user-title")).ToHaveTextAsync(Id);
        await page.ShowsAsync("user-connections", "1");
        await Expect(page.Tab).ToHaveTitleAsync("Netra dashboard");
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task User_ManyDeadLetters_ArePagedAndComeBackAsTheyGo()
    {
        var batch = string.Join(',', Enumerable.Range(1, 101).Select(_ => """{"type":"note","ttl_ms":1}"""));
        (await Host.Api.PostAsync($"/api/v1/users/{_user}/messages", $$"""{"messages":[{{batch}}]}""")).AssertOk();
        await Eventually.IsAsync(101, async () => (await Host.Api.UserAsync(_user)).GetProperty("dead_letters").GetInt32());
        await using var profile = await chromium.NewProfileAsync();
        var page = await DashboardPage.OpenAsync(profile, Host, "#/users/" + _user);
        var rows = page.Part("user-letters").Locator("tbody tr");

        await Expect(page.Part("user-letters-pages")).ToContainTextAsync("Page 1 of 3");
        await Expect(rows).ToHaveCountAsync(50);
        await page.Part("user-letters-pages-on").ClickAsync();
        await Expect(rows.First).ToHaveAttributeAsync("data-key", "51");
        await page.Part("user-letters-pages-on").ClickAsync();
        await Expect(rows).ToHaveCountAsync(1);
        await Expect(page.Part("user-letters-pages-on")).ToBeDisabledAsync();
        await Axe.AssertNoViolationsAsync(page.Tab, "a user with pages");

        // The last one of the last page goes, and the page with it.
        await page.Part("retry").ClickAsync();
        await Expect(page.Part("user-letters-pages")).ToContainTextAsync("Page 2 of 2");
        await Expect(rows).ToHaveCountAsync(50);
        await page.Part("user-letters-pages-back").ClickAsync();
        await Expect(rows.First).ToHaveAttributeAsync("data-key", "1");
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task User_AnotherOneThatDoesNotAnswer_ShowsAndDoesNothingOfTheOneBefore()
    {
        await using var socket = await Host.ConnectAsync(_user);
        await using var profile = await chromium.NewProfileAsync();
        var page = await DashboardPage.OpenAsync(profile, Host, "#/users/" + _user);
        await page.Part("disconnect").ClickAsync();
        await page.Tab.RouteAsync("**/users/other", route => route.FulfillAsync(new() { Status = 503, Json = new { detail = "The storage is away." } }));

        await page.Tab.EvaluateAsync("() => { location.hash = '#/users/other'; }");

        await Expect(page.Part("link")).ToContainTextAsync("The host answers 503: The storage is away.");
        await Expect(page.Part("user-title")).ToHaveTextAsync("other");
        await Expect(page.Part("user-connections")).ToBeHiddenAsync();
        await Expect(page.Part("disconnect-dialog")).ToBeHiddenAsync();
        await Expect(page.Part("disconnect-all")).ToBeDisabledAsync();
        await page.Tab.UnrouteAsync("**/users/other");
        await page.ShowsAsync("user-connections", "0");
    }

    [Fact]
    public async Task Processes_ClockThatIsOff_IsTold()
    {
        await using var profile = await chromium.NewProfileAsync();
        var page = await DashboardPage.OpenAsync(profile, Host);
        await Expect(page.Part("processes").Locator("[data-column=health]")).ToHaveTextAsync("ok");

        await page.Tab.RouteAsync("**/api/overview", async route =>
        {
            var body = (await (await route.FetchAsync()).JsonAsync())!.Value.GetRawText();
            await route.FulfillAsync(new() { Body = Regex.Replace(body, "^\\{\"at\":[0-9]{9}", found => found.Value[..^1] + (found.Value[^1] == '9' ? '0' : '9')) });
        });

        await Expect(page.Part("processes").Locator("[data-column=health]")).ToContainTextAsync("ok; its clock is ");
        await page.Tab.UnrouteAsync("**/api/overview");
    }

    [Fact]
    public async Task Time_OfAnotherDay_SaysItsDay()
    {
        await using var profile = await chromium.NewProfileAsync();
        var page = await DashboardPage.OpenAsync(profile, Host);
        const string Shown = "async ago => (await import('./format.js')).time(Date.now() - ago)";

        Assert.Matches("^[0-9]{2}:[0-9]{2}:[0-9]{2}$", await page.Tab.EvaluateAsync<string>(Shown, 0));
        Assert.Matches("^[0-9]{1,2} [A-Z][a-z]+( [0-9]{4})?, [0-9]{2}:[0-9]{2}:[0-9]{2}$", await page.Tab.EvaluateAsync<string>(Shown, 26 * 3_600_000));
    }

    [Fact]
    public async Task Host_KilledAndStartedAgain_IsToldAndThePageGoesOnByItself()
    {
        await using var host = await HostProcess.StartAsync(DashboardHost.Settings());
        using var calls = new DashboardCalls(host.ManagementUrl);
        await using var profile = await chromium.NewProfileAsync();
        var page = await DashboardPage.OpenAsync(profile, host);
        await host.Api.PublishManyAsync(_user, 7);
        await page.ShowsAsync("messages", "7");

        await host.KillAsync();
        await page.LinkIsAsync("away");
        await page.ShowsAsync("messages", "7");
        await host.StartAgainAsync();
        await host.Api.PublishManyAsync(_user, 2);

        await page.LinkIsAsync("live");
        await page.ShowsAsync("messages", "2");
        await Expect(page.Part("processes").Locator("tbody tr")).ToHaveCountAsync(1);
        // What the browser itself says of a host that is away.
        Assert.All(page.Errors, error => Assert.Contains("net::ERR_", error, StringComparison.Ordinal));
    }

    /// <summary>Waits until both say the same: either may be a second behind what it says next.</summary>
    private static Task ShowsWhatTheApiSaysAsync(DashboardPage page, string figure, DashboardCalls calls, string name) =>
        Eventually.IsAsync(true, async () => await page.Figure(figure).TextContentAsync() == await calls.TextAsync(name));

    /// <summary>What the page shows of a second is what the API has of the same.</summary>
    private static async Task RatesAreThoseOfTheApiAsync(DashboardPage page, DashboardCalls calls)
    {
        var shown = await page.Tab.EvaluateAsync<JsonElement>(
            "() => ({ at: Number(document.querySelector('[data-testid=overview]').dataset.at), messages: document.querySelector('[data-figure=messages_rate]').textContent,"
            + " frames: document.querySelector('[data-testid=chart-rates] [data-series=frames] b').textContent })");
        var history = await calls.GetAsync("history");
        var place = history.GetProperty("at").EnumerateArray().Select(at => at.GetInt64()).ToList().IndexOf(shown.GetProperty("at").GetInt64());
        Assert.True(place >= 0, $"The API has no point at {shown}.");
        Assert.Equal(Rate("messages"), shown.GetProperty("messages").GetString());
        Assert.Equal(Rate("frames_sent"), shown.GetProperty("frames").GetString());

        string Rate(string name) => history.GetProperty("figures").GetProperty(name)[place].GetInt64().ToString("N0", CultureInfo.InvariantCulture);
    }

    private async Task ShowsTheUserAsync(DashboardPage page)
    {
        foreach (var name in new[] { "unread", "head_seq", "oldest_seq", "state_version", "dead_letters" })
            await page.ShowsAsync("user-" + name, (await Host.Api.UserAsync(_user)).GetProperty(name).ToString());
    }
}

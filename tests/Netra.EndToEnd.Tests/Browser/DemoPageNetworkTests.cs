using System.Diagnostics;
using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Netra.EndToEnd.Tests;

/// <summary>The demo page in several tabs and over a network that comes and goes.</summary>
[Collection(nameof(Chromium))]
public sealed class DemoPageNetworkTests(SharedHost shared, Chromium chromium) : SharedHostTests(shared)
{
    [Fact]
    public async Task TwoTabs_SendingWhileAServicePublishes_ShowTheSameOrder()
    {
        const int Each = 10, Published = 30;
        await using var profile = await chromium.NewProfileAsync();
        DemoPage[] pages =
        [
            await DemoPage.OpenAsync(profile, Host.BaseUrl, User),
            await DemoPage.OpenAsync(profile, Host.BaseUrl, User),
        ];

        await Task.WhenAll(pages.Select(page => SendAsync(page.A, Each)).Append(PublishAsync(Published)));

        foreach (var page in pages) await page.ShowsAsync(1, (2 * Each) + Published);
        var rows = await pages[0].A.RowsAsync();
        foreach (var pane in pages.SelectMany(page => page.Panes)) Assert.Equal(rows, await pane.RowsAsync());
        foreach (var page in pages) Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task DuplicateTab_OfAConnectedOne_GoesOnFromThereAndLeavesTheFirstAlone()
    {
        await using var profile = await chromium.NewProfileAsync();
        var page = await DemoPage.OpenAsync(profile, Host.BaseUrl, User);
        await Api.PublishManyAsync(User, 10);
        await page.ShowsAsync(1, 10);
        await Expect(page.Part("user-unread")).ToHaveTextAsync("0");
        var connections = await ConnectionsOfAsync(page);

        var copy = await page.DuplicateAsync();
        await Api.PublishManyAsync(User, 10);

        foreach (var each in new[] { page, copy }) await each.ShowsAsync(1, 20);
        foreach (var pane in copy.Panes) await pane.BeganAsync("resumed");
        Assert.Equal(connections, await ConnectionsOfAsync(page));
        Assert.Empty(copy.Errors);
    }

    [Fact]
    public async Task Browser_OfflineForFiveSecondsUnderPublishing_LosesAndRepeatsNothing()
    {
        await using var profile = await chromium.NewProfileAsync();
        var page = await DemoPage.OpenAsync(profile, Host.BaseUrl, User);
        await Api.PublishManyAsync(User, 10);
        await page.ShowsAsync(1, 10);

        await profile.SetOfflineAsync(true);
        await Expect(page.Part("browser-offline")).ToContainTextAsync("offline");
        await page.A.SendAsync("typed while the browser was offline");
        var published = await PublishForAsync(TimeSpan.FromSeconds(5));
        await page.ShowsAsync(1, 10);
        await profile.SetOfflineAsync(false);

        await page.A.SentIsAsync("accepted");
        await page.ShowsAsync(1, 10 + published + 1);
        Assert.Equal(await page.A.RowsAsync(), await page.B.RowsAsync());
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Offline_SwitchedOnUnderPublishing_ResumesAndSendsOnce()
    {
        await using var profile = await chromium.NewProfileAsync();
        var page = await DemoPage.OpenAsync(profile, Host.BaseUrl, User);
        await Api.PublishManyAsync(User, 10);
        await page.ShowsAsync(1, 10);

        var publishing = PublishAsync(30);
        await page.Part("offline").CheckAsync();
        foreach (var pane in page.Panes)
        {
            await Expect(pane.Part("state")).Not.ToHaveAttributeAsync("data-state", "connected");
            await pane.SendAsync("typed while offline");
            await pane.SentIsAsync("waiting");
        }

        await publishing;
        await page.Part("offline").UncheckAsync();

        foreach (var pane in page.Panes)
        {
            await pane.SentIsAsync("accepted");
            await pane.BeganAsync("resumed");
        }

        await page.ShowsAsync(1, 42);
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Reload_WhileOffline_SendsWhatWaitedAndShowsEverythingOnce()
    {
        await using var profile = await chromium.NewProfileAsync();
        var page = await DemoPage.OpenAsync(profile, Host.BaseUrl, User);
        await Api.PublishManyAsync(User, 10);
        await page.ShowsAsync(1, 10);
        await page.Part("offline").CheckAsync();
        await page.A.SendAsync("typed before the reload");
        await page.A.SentIsAsync("waiting");

        await page.Tab.ReloadAsync();
        await page.AreConnectedAsync();

        await page.ShowsAsync(1, 11);
        Assert.Contains("typed before the reload", (await page.B.RowsAsync())[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_ThatExpires_IsRenewedWithoutTheUserSeeingAnything()
    {
        const int Panes = 2;
        var asked = 0;
        await using var profile = await chromium.NewProfileAsync();
        await profile.RouteAsync("**/dev/token", route => route.ContinueAsync(++asked > Panes ? null : new RouteContinueOptions
        {
            PostData = JsonSerializer.SerializeToUtf8Bytes(new { user_id = User, expires_in_s = 6 }),
        }));
        var page = await DemoPage.OpenAsync(profile, Host.BaseUrl, User);
        var connections = await ConnectionsOfAsync(page);
        await using var other = await NetraSocket.ConnectAsync(Host.BaseUrl, TokenCalls.NewToken(User, expiresInS: 6));

        // The other one shows that the time of the first tokens is over.
        Assert.Equal(new SocketEnd(4401, "token_expired"), await other.EndAsync(Patience.Long));

        await Api.PublishManyAsync(User, 10);
        await page.ShowsAsync(1, 10);
        Assert.Equal(connections, await ConnectionsOfAsync(page));
        Assert.Equal(2 * Panes, asked);
        foreach (var pane in page.Panes)
        {
            await pane.IsAsync("connected");
            await Expect(pane.Part("frames").Locator("li[data-kind=note]")).ToHaveCountAsync(1);
            await Expect(pane.Part("frames").Locator("li[data-kind=error]")).ToHaveCountAsync(0);
        }

        Assert.Empty(page.Errors);
    }

    private static async Task SendAsync(DemoPane pane, int count)
    {
        for (var n = 1; n <= count; n++) await pane.SendAsync($"message {n}");
    }

    private static async Task<string> ConnectionsOfAsync(DemoPage page) =>
        $"{await page.A.TextAsync("connection-id")} {await page.B.TextAsync("connection-id")}";

    /// <summary>One by one, so that others come between.</summary>
    private async Task PublishAsync(int count)
    {
        for (var n = 1; n <= count; n++) await Api.PublishAsync(User, "note", $$"""{"n":{{n}}}""");
    }

    /// <summary>Publishes now and then for a while, and answers how many.</summary>
    private async Task<int> PublishForAsync(TimeSpan time)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var begun = Stopwatch.GetTimestamp();
        var count = 0;
        for (; Stopwatch.GetElapsedTime(begun) < time; await pace.WaitForNextTickAsync())
            await Api.PublishAsync(User, "note", $$"""{"n":{{++count}}}""");
        return count;
    }
}

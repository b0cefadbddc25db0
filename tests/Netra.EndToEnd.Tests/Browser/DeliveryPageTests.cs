using static Microsoft.Playwright.Assertions;

namespace Netra.EndToEnd.Tests;

/// <summary>The ways of delivery on the demo page: priority, time to live, messages that are not stored, ids, dead letters.</summary>
[Collection(nameof(Chromium))]
public sealed class DeliveryPageTests(SharedHost shared, Chromium chromium) : SharedHostTests(shared)
{
    [Fact]
    public async Task Publish_HighPriorityWhileAway_ComesFirstAndIsMarked()
    {
        await using var profile = await chromium.NewProfileAsync();
        var page = await DemoPage.OpenAsync(profile, Host.BaseUrl, User);
        await page.A.ClickAsync("disconnect");
        await page.A.IsAsync("closed");
        foreach (var (priority, count) in new[] { ("normal", 1), ("critical", 2), ("low", 3), ("high", 4) })
        {
            await page.Part("publish-priority").SelectOptionAsync(priority);
            await page.Part("publish-one").ClickAsync();
            await page.B.ShowsAsync(1, count);
        }

        await page.A.ClickAsync("connect");

        await Expect(page.A.Frames).ToHaveCountAsync(4);
        await Expect(page.A.Part("last-seq")).ToHaveTextAsync("4");
        Assert.Equal("2 4 1 3", string.Join(' ', await page.A.SeqsAsync()));
        Assert.Equal(2, await page.A.Part("frames").Locator("li[data-expedited] .mark").CountAsync());
        Assert.Equal(("0", "0"), (await page.A.TextAsync("repeats"), await page.A.TextAsync("gaps")));
    }

    [Fact]
    public async Task Publish_NotDurable_IsShownWithoutASeqAndNotStored()
    {
        await using var profile = await chromium.NewProfileAsync();
        var page = await DemoPage.OpenAsync(profile, Host.BaseUrl, User);

        await page.Part("publish-durable").UncheckAsync();
        await page.Part("publish-one").ClickAsync();

        foreach (var pane in page.Panes) await Expect(pane.Part("frames").Locator("li[data-ephemeral]")).ToHaveCountAsync(1);
        await Expect(page.Part("publish-answer")).ToContainTextAsync("not stored");
        Assert.Empty(await Api.AllMessagesAsync(User));
    }

    [Fact]
    public async Task Publish_SameIdTwice_SaysDuplicateAndIsStoredOnce()
    {
        await using var profile = await chromium.NewProfileAsync();
        var page = await DemoPage.OpenAsync(profile, Host.BaseUrl, User);
        await page.Part("publish-id").FillAsync("order-7");

        await page.Part("publish-one").ClickAsync();
        await Expect(page.Part("publish-answer")).ToContainTextAsync("stored as seq 1");
        await page.Part("publish-one").ClickAsync();

        await Expect(page.Part("publish-answer")).ToContainTextAsync("duplicate");
        await page.ShowsAsync(1, 1);
    }

    [Fact]
    public async Task Publish_ThatExpiresWhileAway_IsSkippedAndADeadLetterThatCanBePutBack()
    {
        await using var profile = await chromium.NewProfileAsync();
        var page = await DemoPage.OpenAsync(profile, Host.BaseUrl, User);
        foreach (var pane in page.Panes)
        {
            await pane.ClickAsync("disconnect");
            await pane.IsAsync("closed");
        }

        await page.Part("publish-ttl").FillAsync("1");
        await page.Part("publish-one").ClickAsync();
        await Expect(page.Part("publish-answer")).ToContainTextAsync("stored as seq 1");
        var letter = page.Part("user-letters").Locator("li[data-seq='1']");
        await Expect(letter).ToContainTextAsync("expired");
        await page.Part("publish-ttl").FillAsync("");
        await page.Part("publish-one").ClickAsync();
        await page.A.ClickAsync("connect");

        await Expect(page.A.Part("frames").Locator("li[data-kind=skipped]")).ToContainTextAsync("1..1 will not come: expired");
        await letter.Locator("[data-action=retry]").ClickAsync();

        await Expect(page.Part("user-letters").Locator("li")).ToHaveCountAsync(0);
        await Expect(page.A.Frames).ToHaveCountAsync(2);
        Assert.Equal("2 3", string.Join(' ', await page.A.SeqsAsync()));
        Assert.Equal("0", await page.A.TextAsync("gaps"));
    }

    [Fact]
    public async Task DeadLetter_Deleted_IsGoneFromTheServer()
    {
        await using var profile = await chromium.NewProfileAsync();
        (await Api.PostAsync($"/api/v1/users/{User}/messages", """{"type":"note","payload":{"n":1},"ttl_ms":1}""")).AssertOk();
        var page = await DemoPage.OpenAsync(profile, Host.BaseUrl, User);

        await page.Part("user-letters").Locator("li[data-seq='1'] [data-action=delete]").ClickAsync();

        await Expect(page.Part("user-letters").Locator("li")).ToHaveCountAsync(0);
        await Expect(page.Part("user-dead-letters")).ToHaveTextAsync("0");
        Assert.Equal(0, (await Api.UserAsync(User)).GetProperty("dead_letters").GetInt32());
    }

    [Fact]
    public async Task Unread_AfterThePageHasShownEverything_IsZero()
    {
        await using var profile = await chromium.NewProfileAsync();
        await Api.PublishManyAsync(User, 5);

        var page = await DemoPage.OpenAsync(profile, Host.BaseUrl, User);

        await Expect(page.Part("user-stored")).ToHaveTextAsync("1..5");
        await Expect(page.Part("user-unread")).ToHaveTextAsync("0");
    }
}

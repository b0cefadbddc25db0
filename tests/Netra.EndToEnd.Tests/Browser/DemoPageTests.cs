using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Netra.EndToEnd.Tests;

/// <summary>The demo page in a real browser, on a host that lives all the while.</summary>
[Collection(nameof(Chromium))]
public sealed class DemoPageTests(SharedHost shared, Chromium chromium) : SharedHostTests(shared)
{
    [Fact]
    public async Task Open_PublishSendDropAndReload_ConsoleStaysEmpty()
    {
        await using var profile = await chromium.NewProfileAsync();
        var page = await DemoPage.OpenAsync(profile, Host.BaseUrl, User);

        await page.Part("publish-one").ClickAsync();
        await page.ShowsAsync(1, 1);
        await page.A.SendAsync("hi");
        await page.ShowsAsync(1, 2);
        await page.B.ClickAsync("drop");
        await page.B.BeganAsync("resumed");
        await page.Tab.ReloadAsync();
        await page.AreConnectedAsync();

        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Publish_Hundred_BothPanesShowTheSameFramesInOrder()
    {
        await using var profile = await chromium.NewProfileAsync();
        var page = await DemoPage.OpenAsync(profile, Host.BaseUrl, User);

        await page.Part("publish-hundred").ClickAsync();
        await page.ShowsAsync(1, 100);
        await page.B.SendAsync("from the other pane");
        await page.B.SentIsAsync("accepted");
        await page.ShowsAsync(1, 101);

        var rows = await page.A.RowsAsync();
        Assert.Equal(rows, await page.B.RowsAsync());
        Assert.Contains("from the other pane", rows[^1], StringComparison.Ordinal);
        await Expect(page.Part("publish-answer")).ToContainTextAsync("stored as seq 1..100");
    }

    [Fact]
    public async Task Open_InASecondTab_ShowsEverythingRetained()
    {
        await using var profile = await chromium.NewProfileAsync();
        await Api.PublishManyAsync(User, 40);
        var first = await DemoPage.OpenAsync(profile, Host.BaseUrl, User);
        await first.ShowsAsync(1, 40);

        var second = await DemoPage.OpenAsync(profile, Host.BaseUrl, User);

        await second.ShowsAsync(1, 40);
        Assert.NotEqual(await first.A.TextAsync("client-id"), await second.A.TextAsync("client-id"));
        await first.A.IsAsync("connected");
    }

    [Fact]
    public async Task Reload_WhileFramesCome_ResumesWithEverythingOnce()
    {
        await using var profile = await chromium.NewProfileAsync();
        var page = await DemoPage.OpenAsync(profile, Host.BaseUrl, User);
        await Api.PublishManyAsync(User, 30);
        await page.ShowsAsync(1, 30);
        var client = await page.A.TextAsync("client-id");

        var publishing = PublishOneByOneAsync(30);
        await page.Tab.ReloadAsync();
        await publishing;

        await page.ShowsAsync(1, 60);
        foreach (var pane in page.Panes) await pane.BeganAsync("resumed");
        Assert.Equal(client, await page.A.TextAsync("client-id"));
    }

    [Fact]
    public async Task Drop_WhileFramesCome_ResumesWithoutRepeatOrGap()
    {
        await using var profile = await chromium.NewProfileAsync();
        var page = await DemoPage.OpenAsync(profile, Host.BaseUrl, User);
        await Api.PublishManyAsync(User, 42);
        await page.ShowsAsync(1, 42);
        var dropped = await page.A.TextAsync("connection-id");

        var publishing = PublishOneByOneAsync(18);
        await page.A.ClickAsync("drop");
        await publishing;

        await page.A.BeganAsync("resumed");
        await page.A.IsAsync("connected");
        await page.ShowsAsync(1, 60);
        Assert.NotEqual(dropped, await page.A.TextAsync("connection-id"));
    }

    [Fact]
    public async Task Connect_AfterDisconnect_SaysWhichFramesWereReplayed()
    {
        await using var profile = await chromium.NewProfileAsync();
        var page = await DemoPage.OpenAsync(profile, Host.BaseUrl, User);
        await Api.PublishManyAsync(User, 42);
        await page.ShowsAsync(1, 42);

        await page.A.ClickAsync("disconnect");
        await page.A.IsAsync("closed");
        await Api.PublishManyAsync(User, 18);
        await page.B.ShowsAsync(1, 60);
        Assert.Equal(42, (await page.A.SeqsAsync())[^1]);
        await page.A.ClickAsync("connect");

        await page.A.ShowsAsync(1, 60);
        Assert.Equal("resumed 43..60", await page.A.TextAsync("resumed"));
    }

    [Fact]
    public async Task Send_WhileDisconnected_GoesOutOnceAfterConnecting()
    {
        await using var profile = await chromium.NewProfileAsync();
        var page = await DemoPage.OpenAsync(profile, Host.BaseUrl, User);
        await page.A.ClickAsync("disconnect");
        await page.A.IsAsync("closed");

        await page.A.SendAsync("later");
        await page.A.SentIsAsync("waiting");
        await page.A.ClickAsync("connect");

        await page.A.SentIsAsync("accepted");
        await page.ShowsAsync(1, 1);
    }

    [Fact]
    public async Task Publish_WithAnUnknownKey_ShowsTheProblem()
    {
        await using var profile = await chromium.NewProfileAsync();
        var page = await DemoPage.OpenAsync(profile, Host.BaseUrl, User);

        await page.Part("publish-key").FillAsync("another-key");
        await page.Part("publish-one").ClickAsync();

        await Expect(page.Part("publish-answer")).ToContainTextAsync("401 unauthorized");
    }

    [Fact]
    public async Task Keyboard_Alone_DisconnectsConnectsAndSends()
    {
        await using var profile = await chromium.NewProfileAsync();
        var page = await DemoPage.OpenAsync(profile, Host.BaseUrl, User);

        await page.TabToAsync("pane-a-disconnect");
        await page.Tab.Keyboard.PressAsync("Enter");
        await page.A.IsAsync("closed");
        await page.TabToAsync("pane-a-connect", backwards: true);
        await page.Tab.Keyboard.PressAsync("Space");
        await page.A.IsAsync("connected");
        await page.TabToAsync("pane-a-send-text");
        await page.Tab.Keyboard.TypeAsync("typed");
        await page.Tab.Keyboard.PressAsync("Enter");

        await page.A.SentIsAsync("accepted");
        await page.ShowsAsync(1, 1);
        Assert.Contains("typed", (await page.B.RowsAsync())[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    [InlineData(1_440, ColorScheme.Dark)]
    public async Task Layout_AnyWidth_NeedsNoSidewaysScrolling(int width, ColorScheme scheme)
    {
        await using var profile = await chromium.NewProfileAsync(new BrowserNewContextOptions
        {
            ColorScheme = scheme,
            ViewportSize = new ViewportSize { Width = width, Height = 850 },
        });
        await Api.PublishAsync(User, "note", $$"""{"content":"{{new string('x', 400)}}"}""");
        var page = await DemoPage.OpenAsync(profile, Host.BaseUrl, User);
        await page.ShowsAsync(1, 1);

        Assert.True(await page.Tab.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"));
    }

    /// <summary>So that what happens meanwhile happens between two frames, wherever that is.</summary>
    private async Task PublishOneByOneAsync(int count)
    {
        for (var n = 1; n <= count; n++) await Api.PublishAsync(User, "note", $$"""{"n":{{n}}}""");
    }
}

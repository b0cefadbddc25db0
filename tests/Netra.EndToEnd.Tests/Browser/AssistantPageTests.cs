using static Microsoft.Playwright.Assertions;

namespace Netra.EndToEnd.Tests;

/// <summary>The assistant on the demo page: one run, watched from several tabs.</summary>
[Collection(nameof(Chromium))]
public sealed class AssistantPageTests(SharedHost shared, Chromium chromium) : SharedHostTests(shared)
{
    [Fact]
    public async Task Ask_WithTwoTabsOpen_BothShowTheSameAnswerToItsEnd()
    {
        await using var profile = await chromium.NewProfileAsync();
        var first = await DemoPage.OpenAsync(profile, Host.BaseUrl, User);
        var second = await DemoPage.OpenAsync(profile, Host.BaseUrl, User);
        DemoAssistant[] views = [new(first.A), new(first.B), new(second.A), new(second.B)];
        foreach (var view in views) await view.OpenAsync();

        await views[0].AskAsync("How do I keep messages?");
        await views[2].BeginsAsync();

        foreach (var view in views)
        {
            await view.EndsAsync("completed");
            await view.ProgressIsAsync("completed");
        }

        var text = AssistantLog.TextOf(await Api.AllMessagesAsync(User));
        Assert.NotEqual("", text);
        foreach (var view in views) Assert.Equal((1, text), (await view.CountAsync(), await view.TextAsync()));
        Assert.Empty(first.Errors);
        Assert.Empty(second.Errors);
    }

    [Fact]
    public async Task CloseTheTab_InMidRunAndOpenItAgain_ShowsTheWholeAnswer()
    {
        await using var profile = await chromium.NewProfileAsync();
        var page = await DemoPage.OpenAsync(profile, Host.BaseUrl, User);
        var view = new DemoAssistant(page.A);
        await view.OpenAsync();
        await view.AskAsync("How do I keep messages?");
        await view.BeginsAsync();
        await page.Tab.CloseAsync();

        var reopened = await DemoPage.OpenAsync(profile, Host.BaseUrl, User);
        view = new DemoAssistant(reopened.A);
        await view.OpenAsync();
        await view.EndsAsync("completed");

        Assert.Equal((1, AssistantLog.TextOf(await Api.AllMessagesAsync(User))), (await view.CountAsync(), await view.TextAsync()));
    }

    [Fact]
    public async Task Reload_InMidRun_GoesOnWithTheAnswerInTheSameView()
    {
        await using var profile = await chromium.NewProfileAsync();
        var page = await DemoPage.OpenAsync(profile, Host.BaseUrl, User);
        var view = new DemoAssistant(page.A);
        await view.OpenAsync();
        await view.AskAsync("How do I keep messages?");
        await view.BeginsAsync();

        await page.Tab.ReloadAsync();
        await page.AreConnectedAsync();

        await Expect(page.A.Part("assistant-question")).ToBeVisibleAsync();
        await view.EndsAsync("completed");
        Assert.Equal((1, AssistantLog.TextOf(await Api.AllMessagesAsync(User))), (await view.CountAsync(), await view.TextAsync()));
        Assert.Equal(("0", "0"), (await page.A.TextAsync("repeats"), await page.A.TextAsync("gaps")));
    }

    /// <summary>Anybody may publish a piece; one with an index of billions once took all memory of the tab.</summary>
    [Fact]
    public async Task Piece_WithAPlaceThatNoAnswerHas_IsLeftOutOfIt()
    {
        await using var profile = await chromium.NewProfileAsync();
        var page = await DemoPage.OpenAsync(profile, Host.BaseUrl, User);
        var view = new DemoAssistant(page.A);
        await view.OpenAsync();

        await Api.PublishAsync(User, "agent_started", """{"run_id":"r","question":"?"}""");
        foreach (var index in new[] { "4000000000", "-1", "1.5", "\"x\"" })
            await Api.PublishAsync(User, "partial_result", $$"""{"run_id":"r","index":{{index}},"text":"wrong"}""");
        await Api.PublishAsync(User, "partial_result", """{"run_id":"r","index":0,"text":"right"}""");

        await view.SaysAsync("right");
        Assert.Equal("right", await view.TextAsync());
        await page.ShowsAsync(1, 6);
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Cancel_FromTheOtherPane_EndsTheRunInBoth()
    {
        await using var profile = await chromium.NewProfileAsync();
        var page = await DemoPage.OpenAsync(profile, Host.BaseUrl, User);
        DemoAssistant[] views = [new(page.A), new(page.B)];
        foreach (var view in views) await view.OpenAsync();
        await views[0].AskAsync("Will you stop?");
        await views[1].BeginsAsync();

        await page.B.ClickAsync("assistant-cancel");

        foreach (var view in views)
        {
            await view.EndsAsync("cancelled");
            await view.ProgressIsAsync("cancelled");
        }
    }

    [Fact]
    public async Task Keyboard_Alone_FindsTheAssistantAndAsks()
    {
        await using var profile = await chromium.NewProfileAsync();
        var page = await DemoPage.OpenAsync(profile, Host.BaseUrl, User);

        await page.TabToAsync("pane-a-show-frames");
        await page.Tab.Keyboard.PressAsync("ArrowRight");
        await Expect(page.A.Part("show-assistant")).ToBeFocusedAsync();
        await page.TabToAsync("pane-a-assistant-question");
        await page.Tab.Keyboard.TypeAsync("Can you hear me?");
        await page.Tab.Keyboard.PressAsync("Enter");

        await new DemoAssistant(page.A).EndsAsync("completed");
    }
}

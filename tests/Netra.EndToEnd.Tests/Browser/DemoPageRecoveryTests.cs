using static Microsoft.Playwright.Assertions;

namespace Netra.EndToEnd.Tests;

/// <summary>The demo page in a real browser while its host is killed.</summary>
[Collection(nameof(Chromium))]
public sealed class DemoPageRecoveryTests(Chromium chromium)
{
    private const string User = "alice";

    [Fact]
    public async Task Reopen_AfterMoreWasPublishedAndTheHostKilled_ShowsEverythingInOrderOnce()
    {
        await using var host = await HostProcess.StartAsync();
        await using var profile = await chromium.NewProfileAsync();
        var page = await DemoPage.OpenAsync(profile, host.BaseUrl, User);
        await page.Part("publish-hundred").ClickAsync();
        await page.A.SendAsync("before the end");
        await page.ShowsAsync(1, 101);

        await page.Tab.CloseAsync();
        await host.Api.PublishManyAsync(User, 49);
        await host.KillAsync();
        await host.StartAgainAsync();
        var reopened = await DemoPage.OpenAsync(profile, host.BaseUrl, User);

        await reopened.ShowsAsync(1, 150);
        Assert.Equal(await reopened.A.RowsAsync(), await reopened.B.RowsAsync());
    }

    [Fact]
    public async Task OpenTab_HostKilledAndStartedAgain_ResumesByItself()
    {
        await using var host = await HostProcess.StartAsync();
        await using var profile = await chromium.NewProfileAsync();
        var page = await DemoPage.OpenAsync(profile, host.BaseUrl, User);
        await host.Api.PublishManyAsync(User, 20);
        await page.ShowsAsync(1, 20);

        await host.KillAsync();
        foreach (var pane in page.Panes) await Expect(pane.Part("state")).Not.ToHaveAttributeAsync("data-state", "connected");
        await page.A.SendAsync("while it was dead");
        await page.A.SentIsAsync("waiting");
        await host.StartAgainAsync();
        await host.Api.PublishManyAsync(User, 20);

        await page.A.SentIsAsync("accepted");
        await page.ShowsAsync(1, 41);
        foreach (var pane in page.Panes) await pane.BeganAsync("resumed");
    }

    [Fact]
    public async Task Ask_HostKilledInTheMiddle_ShowsTheWholeAnswerOnce()
    {
        await using var host = await HostProcess.StartAsync();
        await using var profile = await chromium.NewProfileAsync();
        var page = await DemoPage.OpenAsync(profile, host.BaseUrl, User);
        DemoAssistant[] views = [new(page.A), new(page.B)];
        foreach (var view in views) await view.OpenAsync();
        await views[0].AskAsync("What do you do when you are killed?");
        await views[1].BeginsAsync();

        await host.KillAsync();
        await host.StartAgainAsync();

        foreach (var view in views) await view.EndsAsync("completed");
        var text = AssistantLog.TextOf(await host.Api.AllMessagesAsync(User));
        foreach (var view in views) Assert.Equal((1, text), (await view.CountAsync(), await view.TextAsync()));
        foreach (var pane in page.Panes) Assert.Equal(("0", "0"), (await pane.TextAsync("repeats"), await pane.TextAsync("gaps")));
    }

    [Fact]
    public async Task OpenTab_StoreLost_ShowsTheResetAndClearsTheFrames()
    {
        await using var host = await HostProcess.StartAsync();
        await using var profile = await chromium.NewProfileAsync();
        var page = await DemoPage.OpenAsync(profile, host.BaseUrl, User);
        await host.Api.PublishManyAsync(User, 20);
        await page.ShowsAsync(1, 20);

        await host.KillAsync();
        Directory.Delete(host.DataPath, recursive: true);
        await host.StartAgainAsync();
        await host.Api.PublishManyAsync(User, 3);
        foreach (var pane in page.Panes) await pane.ClickAsync("connect");

        await page.ShowsAsync(1, 3);
        foreach (var pane in page.Panes)
        {
            await pane.BeganAsync("reset");
            await Expect(pane.Part("reset")).ToHaveAttributeAsync("data-reason", "epoch_changed");
            await Expect(pane.Part("reset")).ToBeVisibleAsync();
        }
    }
}

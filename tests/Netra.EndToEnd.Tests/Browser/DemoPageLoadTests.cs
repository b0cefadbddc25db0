using System.Globalization;
using static Microsoft.Playwright.Assertions;

namespace Netra.EndToEnd.Tests;

/// <summary>The demo page under more than it can show.</summary>
[Collection(nameof(Chromium))]
public sealed class DemoPageLoadTests(Chromium chromium)
{
    private const string User = "alice";
    private const int Count = 10_000;
    private const int Batch = 500;
    private const int MostRows = 500;

    /// <summary>Measured on a machine that does much else meanwhile: 316 ms and 193 ms.</summary>
    private const double LongestMs = 3_000;

    /// <summary>How long the page does nothing but one thing, and how long a key waits for it.</summary>
    private const string WatchTasksAndKeys = """
        () => {
          globalThis.longestTask = 0;
          globalThis.slowestKey = 0;
          const tasks = new PerformanceObserver(list => {
            for (const { duration } of list.getEntries()) globalThis.longestTask = Math.max(globalThis.longestTask, duration);
          });
          tasks.observe({ entryTypes: ['longtask'] });
          addEventListener('keydown', event => {
            globalThis.slowestKey = Math.max(globalThis.slowestKey, performance.now() - event.timeStamp);
          }, { capture: true });
        }
        """;

    [Fact]
    public async Task Frames_TenThousandLiveAndReplayed_AllComeAndThePageStaysAwake()
    {
        await using var host = await HostProcess.StartAsync(new HostSettings()
            .With("Netra:Users:MaxMessages", "20000")
            .With("Netra:Users:MaxBytes", "100000000"));
        await using var profile = await chromium.NewProfileAsync();
        var page = await DemoPage.OpenAsync(profile, host.BaseUrl, User);
        await page.Tab.EvaluateAsync(WatchTasksAndKeys);

        await page.A.Part("send-text").FocusAsync();
        for (var from = 1; from <= Count; from += Batch)
        {
            await host.Api.PublishManyAsync(User, Batch, from);
            await page.Tab.Keyboard.PressAsync("x");
        }

        foreach (var pane in page.Panes) await HasAllAsync(pane);
        await page.A.ClickAsync("forget");
        await page.A.BeganAsync("new");
        await HasAllAsync(page.A);

        var task = await page.Tab.EvaluateAsync<double>("() => globalThis.longestTask");
        var key = await page.Tab.EvaluateAsync<double>("() => globalThis.slowestKey");
        TestContext.Current.TestOutputHelper?.WriteLine($"The longest task took {task:0} ms, the slowest key {key:0} ms.");
        Assert.InRange(task, 0, LongestMs);
        Assert.InRange(key, 0, LongestMs);
        await Expect(page.A.Part("send-text")).ToHaveValueAsync(new string('x', Count / Batch));
        Assert.Empty(page.Errors);
    }

    /// <summary>Waits until a pane was told everything, once, and shows the newest of it.</summary>
    private static async Task HasAllAsync(DemoPane pane)
    {
        await Expect(pane.Part("last-seq")).ToHaveTextAsync(Count.ToString(CultureInfo.InvariantCulture));
        await Expect(pane.Frames.Last).ToHaveAttributeAsync("data-seq", Count.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(
            (Count.ToString(CultureInfo.InvariantCulture), "0", "0"),
            (await pane.TextAsync("received"), await pane.TextAsync("repeats"), await pane.TextAsync("gaps")));
        var shown = await pane.SeqsAsync();
        Assert.InRange(shown.Length, 1, MostRows);
        Assert.Equal(Enumerable.Range(Count - shown.Length + 1, shown.Length), shown);
    }
}

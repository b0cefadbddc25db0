using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Netra.EndToEnd.Tests;

/// <summary>The demo page in one browser tab.</summary>
internal sealed class DemoPage
{
    /// <summary>More than the page has stops for the Tab key.</summary>
    private const int MostTabStops = 90;

    private static readonly TimeSpan KeptAfter = TimeSpan.FromSeconds(2);

    private readonly IPage _page;
    private readonly ConcurrentQueue<string> _errors = new();

    private DemoPage(IPage page)
    {
        _page = page;
        page.SetDefaultTimeout((float)Patience.Short.TotalMilliseconds);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") _errors.Enqueue($"{message.Type}: {message.Text}");
        };
        page.PageError += (_, error) => _errors.Enqueue(error);
        A = new DemoPane(page, "pane-a");
        B = new DemoPane(page, "pane-b");
    }

    public DemoPane A { get; }

    public DemoPane B { get; }

    public IReadOnlyList<DemoPane> Panes => [A, B];

    /// <summary>What the browser's console holds against the page.</summary>
    public IReadOnlyCollection<string> Errors => _errors;

    public IPage Tab => _page;

    /// <summary>Opens the page in a tab of its own and waits until both panes are connected.</summary>
    public static async Task<DemoPage> OpenAsync(IBrowserContext profile, string baseUrl, string user)
    {
        var page = new DemoPage(await profile.NewPageAsync());
        await page._page.GotoAsync($"{baseUrl}/?user={Uri.EscapeDataString(user)}");
        await page.AreConnectedAsync();
        return page;
    }

    /// <summary>"Duplicate tab": another tab with a copy of what this one keeps. Waits until both of its panes are connected.</summary>
    public async Task<DemoPage> DuplicateAsync()
    {
        // The browser's processes tell each other of what a tab keeps a moment later, and say nowhere when they have; the copy gets what is known by then.
        await Task.Delay(KeptAfter);
        var copy = new DemoPage(await _page.Context.RunAndWaitForPageAsync(() => _page.EvaluateAsync("() => { window.open(location.href); }")));
        await copy.AreConnectedAsync();
        return copy;
    }

    public ILocator Part(string testId) => _page.GetByTestId(testId);

    public async Task AreConnectedAsync()
    {
        foreach (var pane in Panes) await pane.IsAsync("connected");
    }

    /// <summary>Waits until both panes show exactly these frames, in order and once, with no fault counted.</summary>
    public async Task ShowsAsync(int from, int to)
    {
        foreach (var pane in Panes) await pane.ShowsAsync(from, to);
    }

    /// <summary>Presses Tab, or Shift+Tab, until the part has the focus, and asserts that the focus can be seen there.</summary>
    public async Task TabToAsync(string testId, bool backwards = false)
    {
        for (var stop = 0; stop < MostTabStops; stop++)
        {
            await _page.Keyboard.PressAsync(backwards ? "Shift+Tab" : "Tab");
            if (await _page.EvaluateAsync<string?>("() => document.activeElement.dataset.testid ?? null") != testId) continue;
            var outline = await _page.EvaluateAsync<string>("() => getComputedStyle(document.activeElement).outlineStyle");
            Assert.Equal("solid", outline);
            return;
        }

        Assert.Fail($"The Tab key does not reach '{testId}'.");
    }
}

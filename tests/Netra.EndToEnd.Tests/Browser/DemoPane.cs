using System.Globalization;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Netra.EndToEnd.Tests;

/// <summary>One pane of the demo page.</summary>
internal sealed class DemoPane(IPage page, string name)
{
    public ILocator Frames => Part("frames").Locator("li[data-seq]");

    public ILocator Part(string part) => page.GetByTestId($"{name}-{part}");

    public Task ClickAsync(string part) => Part(part).ClickAsync();

    /// <summary>Waits for a state: <c>connecting</c>, <c>replaying</c>, <c>connected</c>, <c>waiting</c> or <c>closed</c>.</summary>
    public Task IsAsync(string state) => Expect(Part("state")).ToHaveAttributeAsync("data-state", state);

    /// <summary>Waits until the connection began so: <c>new</c>, <c>resumed</c> or <c>reset</c>.</summary>
    public Task BeganAsync(string outcome) => Expect(Part("resumed")).ToHaveAttributeAsync("data-outcome", outcome);

    /// <summary>Waits until it shows exactly these frames, in order and once, with no repeat and no gap counted.</summary>
    public async Task ShowsAsync(int from, int to)
    {
        await Expect(Frames).ToHaveCountAsync(to - from + 1);
        Assert.Equal(Enumerable.Range(from, to - from + 1), await SeqsAsync());
        await Expect(Part("last-seq")).ToHaveTextAsync(to.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(("0", "0"), (await TextAsync("repeats"), await TextAsync("gaps")));
    }

    public Task<int[]> SeqsAsync() => Frames.EvaluateAllAsync<int[]>("rows => rows.map(row => Number(row.dataset.seq))");

    public Task<IReadOnlyList<string>> RowsAsync() => Frames.AllInnerTextsAsync();

    public async Task<string> TextAsync(string part) => await Part(part).TextContentAsync() ?? "";

    /// <summary>Types a message and sends it by the Enter key: while a pane reconnects its texts change, and a button may move under the pointer.</summary>
    public async Task SendAsync(string content)
    {
        await Part("send-text").FillAsync(content);
        await Part("send-text").PressAsync("Enter");
    }

    /// <summary>Waits for the newest message sent from here to be <c>waiting</c>, <c>sent</c>, <c>accepted</c> or <c>refused</c>.</summary>
    public Task SentIsAsync(string status) => Expect(Part("sent").Locator("li").Last).ToHaveAttributeAsync("data-status", status);
}

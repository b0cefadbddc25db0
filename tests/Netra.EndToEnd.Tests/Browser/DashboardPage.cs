using System.Collections.Concurrent;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Netra.EndToEnd.Tests;

/// <summary>The dashboard in one browser tab.</summary>
internal sealed class DashboardPage
{
    private readonly ConcurrentQueue<string> _errors = new();

    private DashboardPage(IPage tab)
    {
        Tab = tab;
        tab.SetDefaultTimeout((float)Patience.Short.TotalMilliseconds);
        tab.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") _errors.Enqueue($"{message.Type}: {message.Text}");
        };
        tab.PageError += (_, error) => _errors.Enqueue(error);
    }

    public IPage Tab { get; }

    /// <summary>What the browser's console holds against the page.</summary>
    public IReadOnlyCollection<string> Errors => _errors;

    /// <summary>Opens it, at a view such as <c>#/users/alice</c>.</summary>
    public static async Task<DashboardPage> OpenAsync(IBrowserContext profile, HostProcess host, string view = "")
    {
        var page = new DashboardPage(await profile.NewPageAsync());
        await page.Tab.GotoAsync($"{host.ManagementUrl}/dashboard/{view}");
        return page;
    }

    public ILocator Part(string testId) => Tab.GetByTestId(testId);

    public ILocator Figure(string name) => Tab.Locator($"[data-figure={name}]");

    /// <summary>Waits until what the page says of the host is as asked: live, partial, away or waiting.</summary>
    public Task LinkIsAsync(string state) => Expect(Part("link")).ToHaveAttributeAsync("data-state", state);

    public Task ShowsAsync(string figure, string text) => Expect(Figure(figure)).ToHaveTextAsync(text);

    /// <summary>Everything of the page lies within its width.</summary>
    public async Task AssertFitsAsync(string how)
    {
        var (wide, room) = (await Tab.EvaluateAsync<int>("() => document.documentElement.scrollWidth"), await Tab.EvaluateAsync<int>("() => innerWidth"));
        Assert.True(wide <= room, $"{how}: the page is {wide} wide, of {room}.");
    }
}

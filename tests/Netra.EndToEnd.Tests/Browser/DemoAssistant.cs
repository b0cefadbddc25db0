using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Netra.EndToEnd.Tests;

/// <summary>The assistant's view in a pane of the demo page.</summary>
internal sealed class DemoAssistant(DemoPane pane)
{
    private ILocator Runs => pane.Part("assistant-runs").Locator(".run");

    /// <summary>Shows the view.</summary>
    public Task OpenAsync() => pane.ClickAsync("show-assistant");

    public async Task AskAsync(string question)
    {
        await pane.Part("assistant-question").FillAsync(question);
        await pane.ClickAsync("assistant-ask");
    }

    /// <summary>Waits until a text stands in the newest answer.</summary>
    public Task SaysAsync(string text) => Expect(Runs.Last.Locator(".text")).ToContainTextAsync(text);

    /// <summary>Waits until the first piece of the newest answer is there.</summary>
    public Task BeginsAsync() => Expect(Runs.Last.Locator(".text")).Not.ToBeEmptyAsync();

    /// <summary>Waits until the newest run is <c>completed</c>, <c>cancelled</c> or <c>refused</c>.</summary>
    public Task EndsAsync(string status) => Expect(Runs.Last).ToHaveAttributeAsync("data-status", status);

    /// <summary>Waits until the state says so too.</summary>
    public Task ProgressIsAsync(string status) => Expect(pane.Part("assistant-count")).ToContainTextAsync(status);

    public async Task<string> TextAsync() => await Runs.Last.Locator(".text").TextContentAsync() ?? "";

    public Task<int> CountAsync() => Runs.CountAsync();
}

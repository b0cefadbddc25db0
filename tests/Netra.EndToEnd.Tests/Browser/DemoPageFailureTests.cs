using static Microsoft.Playwright.Assertions;

namespace Netra.EndToEnd.Tests;

/// <summary>The demo page shows what goes wrong on it.</summary>
[Collection(nameof(Chromium))]
public sealed class DemoPageFailureTests(SharedHost shared, Chromium chromium) : SharedHostTests(shared)
{
    [Fact]
    public async Task Message_ThatThePageCannotShow_IsToldAndTheNextOnesCome()
    {
        await using var profile = await chromium.NewProfileAsync();
        await profile.AddInitScriptAsync("""
            const write = JSON.stringify;
            JSON.stringify = (value, ...rest) => {
              if (value?.content === 'poison') throw new Error('it is poison');
              return write(value, ...rest);
            };
            """);
        var page = await DemoPage.OpenAsync(profile, Host.BaseUrl, User);

        await Api.PublishAsync(User, "note", """{"content":"poison"}""");
        await Api.PublishAsync(User, "note", """{"content":"food"}""");

        foreach (var pane in page.Panes)
        {
            await Expect(pane.Part("frames").Locator("li[data-kind=error]")).ToContainTextAsync("it is poison");
            await Expect(pane.Frames).ToHaveCountAsync(1);
            await Expect(pane.Frames).ToContainTextAsync("food");
        }
    }

    [Fact]
    public async Task Call_ThatIsNeverAnswered_EndsInTimeAndIsTold()
    {
        await using var profile = await chromium.NewProfileAsync();
        // What waits for 15 s waits for half a second.
        await profile.AddInitScriptAsync("const after = AbortSignal.timeout; AbortSignal.timeout = ms => after.call(AbortSignal, ms / 30);");
        await profile.RouteAsync("**/api/v1/users/**", _ => Task.CompletedTask);
        var page = await DemoPage.OpenAsync(profile, Host.BaseUrl, User);

        await page.Part("publish-hundred").ClickAsync();

        await Expect(page.Part("publish-answer")).ToContainTextAsync("it said nothing for 15 s");
        await Expect(page.Part("user-answer")).ToContainTextAsync("it said nothing for 15 s");
    }

    [Fact]
    public async Task Call_WhoseAnswerIsNoJson_IsTold()
    {
        await using var profile = await chromium.NewProfileAsync();
        await profile.RouteAsync("**/api/v1/users/*/messages", route => route.FulfillAsync(new() { Status = 200, Body = "<html>" }));
        var page = await DemoPage.OpenAsync(profile, Host.BaseUrl, User);

        await page.Part("publish-hundred").ClickAsync();

        await Expect(page.Part("publish-answer")).ToContainTextAsync("200: the answer is no JSON");
    }
}

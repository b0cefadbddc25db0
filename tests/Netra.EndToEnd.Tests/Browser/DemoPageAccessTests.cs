using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Netra.EndToEnd.Tests;

/// <summary>The demo page for those who don't see it, or see it on a phone or in the dark.</summary>
[Collection(nameof(Chromium))]
public sealed class DemoPageAccessTests(SharedHost shared, Chromium chromium) : SharedHostTests(shared)
{
    private static readonly (int Width, int Height)[] Sizes = [(390, 844), (1_440, 900)];

    [Fact]
    public async Task Axe_EveryViewInLightAndDarkOnPhoneAndDesk_FindsNothing()
    {
        await using var profile = await chromium.NewProfileAsync();
        var page = await OpenWithEverythingAsync(profile);

        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await page.Tab.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
            foreach (var (width, height) in Sizes)
            {
                await page.Tab.SetViewportSizeAsync(width, height);
                await AssertViewsAsync(page, $"{scheme}, {width}x{height}");
            }
        }
    }

    [Fact]
    public async Task Connection_LostAndBack_IsAnnounced()
    {
        await using var profile = await chromium.NewProfileAsync();
        var page = await DemoPage.OpenAsync(profile, Host.BaseUrl, User);
        var announce = page.A.Part("announce");
        await Expect(announce).ToHaveAttributeAsync("aria-live", "polite");

        await page.Part("offline").CheckAsync();
        await Expect(announce).ToContainTextAsync("Disconnected 1006");
        await page.Part("offline").UncheckAsync();

        await Expect(announce).ToHaveTextAsync("Connected");
    }

    private static async Task AssertViewsAsync(DemoPage page, string how)
    {
        foreach (var view in new[] { "frames", "assistant", "state" })
        {
            foreach (var pane in page.Panes) await pane.ClickAsync($"show-{view}");
            await Axe.AssertNoViolationsAsync(page.Tab, $"{view}, {how}");
        }
    }

    /// <summary>The page with something of all that it can show.</summary>
    private async Task<DemoPage> OpenWithEverythingAsync(IBrowserContext profile)
    {
        (await Api.PostAsync($"/api/v1/users/{User}/messages", """{"type":"note","payload":{"n":1},"ttl_ms":1}""")).AssertOk();
        await Api.PublishManyAsync(User, 3);
        var page = await DemoPage.OpenAsync(profile, Host.BaseUrl, User);
        await page.Part("publish-durable").UncheckAsync();
        await page.Part("publish-one").ClickAsync();
        await Expect(page.A.Part("frames").Locator("li[data-ephemeral]")).ToHaveCountAsync(1);
        await page.A.ClickAsync("show-state");
        await page.A.Part("state-way").SelectOptionAsync("ops");
        await page.A.Part("state-text-edit").FillAsync("""[{"op":"remove","path":"/nothing"}]""");
        await page.A.ClickAsync("state-send");
        await page.A.SentIsAsync("refused");
        await Expect(page.Part("user-letters").Locator("li")).ToHaveCountAsync(1);
        var view = new DemoAssistant(page.A);
        await view.OpenAsync();
        await view.AskAsync("Can everybody read this?");
        await view.EndsAsync("completed");
        return page;
    }
}

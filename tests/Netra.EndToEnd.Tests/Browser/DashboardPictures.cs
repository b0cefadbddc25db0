using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Netra.EndToEnd.Tests;

/// <summary>Takes the pictures of docs/dashboard.md, where <c>NETRA_SCREENSHOTS</c> names the folder for them; else nothing is written.</summary>
[Collection(nameof(Chromium))]
public sealed class DashboardPictures(Chromium chromium)
{
    [Fact]
    public async Task Pictures_OfAHostUnderLoad_ShowEverything()
    {
        var folder = Environment.GetEnvironmentVariable("NETRA_SCREENSHOTS");
        await using var host = await HostProcess.StartAsync(DashboardHost.Settings());
        await using var load = await DashboardLoad.StartAsync(host, "alice", users: 12);
        await new UserCalls(host.Api, "alice-0").PublishAsync("""{"type":"reminder","payload":{"text":"Call back"},"ttl_ms":1}""");
        await using var profile = await chromium.NewProfileAsync(new BrowserNewContextOptions { ViewportSize = new() { Width = 1_280, Height = 900 } });
        var cluster = await DashboardPage.OpenAsync(profile, host);
        var user = await DashboardPage.OpenAsync(profile, host, "#/users/alice-0");
        using var calls = new DashboardCalls(host.ManagementUrl);

        // A picture wants lines, and a test no more than one.
        var points = folder is null ? 2 : 25;
        await Eventually.IsAsync(true, async () => (await calls.GetAsync("history")).GetProperty("at").GetArrayLength() >= points);
        await Expect(user.Part("user-letters").Locator("tbody tr")).ToHaveCountAsync(1);
        await Expect(cluster.Part("chart-rates").Locator("path.line")).ToHaveCountAsync(2);
        await TakeAsync(cluster, folder, "dashboard-light", ColorScheme.Light);
        await TakeAsync(cluster, folder, "dashboard-dark", ColorScheme.Dark);
        await user.Part("explain-seq").FillAsync("3");
        await user.Part("explain").ClickAsync();
        await Expect(user.Part("explain-connections").Locator("tbody tr")).ToHaveCountAsync(1);
        await TakeAsync(user, folder, "dashboard-user", ColorScheme.Light);
        await cluster.Tab.SetViewportSizeAsync(390, 844);
        await TakeAsync(cluster, folder, "dashboard-phone", ColorScheme.Light, whole: false);
        Assert.Empty(cluster.Errors);
        Assert.Empty(user.Errors);
    }

    private static async Task TakeAsync(DashboardPage page, string? folder, string name, ColorScheme scheme, bool whole = true)
    {
        await page.Tab.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
        var picture = await page.Tab.ScreenshotAsync(new PageScreenshotOptions { FullPage = whole });
        Assert.InRange(picture.Length, 10_000, 2_000_000);
        if (folder is not null) await File.WriteAllBytesAsync(Path.Combine(folder, name + ".png"), picture);
    }
}

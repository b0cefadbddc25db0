using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Netra.EndToEnd.Tests;

/// <summary>The dashboard for those who need a key, those who don't see it, and those who see it on a phone or in the dark.</summary>
[Collection(nameof(Chromium))]
public sealed class DashboardAccessTests(DashboardHost dashboard, Chromium chromium) : IClassFixture<DashboardHost>
{
    private static readonly (int Width, int Height)[] Sizes = [(390, 844), (1_440, 900)];

    private readonly string _user = "user-" + Guid.NewGuid().ToString("n");

    private HostProcess Host => dashboard.Process;

    [Fact]
    public async Task Key_WrongAndThenRight_IsAskedForAndStaysOutOfTheAddress()
    {
        await using var host = await HostProcess.StartAsync(AdminHost.Settings());
        await using var profile = await chromium.NewProfileAsync();
        var page = await DashboardPage.OpenAsync(profile, host);
        await Expect(page.Part("key-form")).ToBeVisibleAsync();
        await Expect(page.Part("overview")).ToBeHiddenAsync();
        Assert.Empty(page.Errors);
        await Axe.AssertNoViolationsAsync(page.Tab, "the key's form");

        await UseKeyAsync(page, "nobody's-key");
        await Expect(page.Part("key-error")).ToHaveTextAsync("The host does not know this key.");
        await UseKeyAsync(page, ProductionHost.ReadKey);
        await Expect(page.Part("key-error")).ToContainTextAsync("lacks the scope 'admin'");
        await UseKeyAsync(page, AdminHost.Key);

        await page.LinkIsAsync("live");
        await Expect(page.Part("overview")).ToBeVisibleAsync();
        Assert.DoesNotContain(AdminHost.Key, page.Tab.Url, StringComparison.Ordinal);
        await page.Tab.ReloadAsync();
        await page.LinkIsAsync("live");
        // What the browser itself says of an answer that refuses.
        Assert.All(page.Errors, error => Assert.Matches("status of 40[13]", error));
        var other = await DashboardPage.OpenAsync(profile, host);
        await Expect(other.Part("key-form")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Axe_EveryViewInLightAndDarkOnPhoneAndDesk_FindsNothingAndFits()
    {
        await using var load = await DashboardLoad.StartAsync(Host, _user, users: 3);
        await new UserCalls(Host.Api, _user + "-0").PublishAsync("""{"type":"note","payload":{"n":1},"ttl_ms":1}""");
        await using var profile = await chromium.NewProfileAsync();
        var cluster = await DashboardPage.OpenAsync(profile, Host);
        await Expect(cluster.Figure("messages_rate")).Not.ToHaveTextAsync("–");
        var user = await DashboardPage.OpenAsync(profile, Host, $"#/users/{_user}-0");
        await Expect(user.Part("user-letters").Locator("tbody tr")).ToHaveCountAsync(1);

        foreach (var (page, view) in new[] { (cluster, "cluster"), (user, "user") })
        {
            foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await page.Tab.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
                foreach (var (width, height) in Sizes)
                {
                    var how = $"{view}, {scheme}, {width}x{height}";
                    await page.Tab.SetViewportSizeAsync(width, height);
                    await page.AssertFitsAsync(how);
                    await Axe.AssertNoViolationsAsync(page.Tab, how);
                }
            }
        }

        await user.Part("disconnect-all").ClickAsync();
        await Axe.AssertNoViolationsAsync(user.Tab, "the dialog");
        Assert.Empty(cluster.Errors);
        Assert.Empty(user.Errors);
    }

    [Fact]
    public async Task Charts_ForThoseWhoDontSeeThem_SayTheLatestFigures()
    {
        await using var profile = await chromium.NewProfileAsync();
        var page = await DashboardPage.OpenAsync(profile, Host);

        await Expect(page.Part("chart-connections").Locator("svg[role=img]")).ToHaveAttributeAsync("aria-label", "Connections. Latest: live 0, catching up 0.");
        await Expect(page.Part("link").GetByRole(AriaRole.Status)).ToHaveTextAsync("1 of 1 processes answer");
    }

    private static async Task UseKeyAsync(DashboardPage page, string key)
    {
        await page.Part("key").FillAsync(key);
        await page.Part("key-use").ClickAsync();
    }
}

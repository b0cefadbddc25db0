using System.Text.Json;
using static Microsoft.Playwright.Assertions;

namespace Netra.EndToEnd.Tests;

/// <summary>The state on the demo page: live in every tab, with an editor that shows conflicts.</summary>
[Collection(nameof(Chromium))]
public sealed class StatePageTests(SharedHost shared, Chromium chromium) : SharedHostTests(shared)
{
    [Fact]
    public async Task Change_InOneTab_ShowsInTheOther()
    {
        await using var profile = await chromium.NewProfileAsync();
        var first = await DemoPage.OpenAsync(profile, Host.BaseUrl, User);
        var second = await DemoPage.OpenAsync(profile, Host.BaseUrl, User);
        await second.B.ClickAsync("show-state");

        await ChangeAsync(first.A, "patch", """{"cart":{"items":2}}""");

        await IsAsync(second.B, 1, """{"cart":{"items":2}}""");
        await IsAsync(first.B, 1, """{"cart":{"items":2}}""");
        await Expect(first.A.Part("state-answer")).ToHaveTextAsync("Stored as version 1.");
        Assert.Empty(first.Errors);
    }

    [Fact]
    public async Task Change_InEveryWay_EndsInWhatTheServerHas()
    {
        await using var profile = await chromium.NewProfileAsync();
        var page = await DemoPage.OpenAsync(profile, Host.BaseUrl, User);

        await ChangeAsync(page.A, "patch", """{"a":{"b":1,"gone":true},"list":[1,2,3]}""");
        await IsAsync(page.A, 1);
        await ChangeAsync(page.A, "updates", """{"a.c.d":"deep","a.b":2}""");
        await IsAsync(page.A, 2);
        await ChangeAsync(page.A, "patch", """{"a":{"gone":null}}""");
        await IsAsync(page.A, 3);
        await ChangeAsync(page.A, "ops", """
            [{"op":"test","path":"/a/b","value":2},{"op":"add","path":"/list/1","value":"x"},{"op":"remove","path":"/list/0"},
             {"op":"move","from":"/a/c","path":"/moved"},{"op":"copy","from":"/list","path":"/copy"},{"op":"replace","path":"/list/0","value":"~"},
             {"op":"add","path":"/a~1b","value":null}]
            """);

        const string Expected = """{"a":{"b":2},"list":["~",2,3],"moved":{"d":"deep"},"copy":["x",2,3],"a/b":null}""";
        foreach (var pane in page.Panes) await IsAsync(pane, 4, Expected);
        await using var socket = await Host.ConnectAsync(User);
        AssertSame(Expected, (await socket.ReceiveAsync("state_snapshot")).Payload.GetProperty("state").GetRawText());
    }

    [Fact]
    public async Task Change_WrittenAgainstAnOldVersion_ShowsTheConflictAndCanBeSentAgain()
    {
        await using var profile = await chromium.NewProfileAsync();
        var page = await DemoPage.OpenAsync(profile, Host.BaseUrl, User);
        await page.A.ClickAsync("show-state");
        await page.A.Part("state-text-edit").FillAsync("""{"theme":"dark"}""");
        await ChangeAsync(page.B, "patch", """{"theme":"light"}""");
        await IsAsync(page.A, 1, """{"theme":"light"}""");

        await page.A.ClickAsync("state-send");

        var answer = page.A.Part("state-answer");
        await Expect(answer).ToHaveAttributeAsync("data-client-version", "0");
        await Expect(answer).ToHaveAttributeAsync("data-server-version", "1");
        await Expect(answer).ToContainTextAsync("written against version 0, the server has version 1");
        await IsAsync(page.B, 1, """{"theme":"light"}""");

        await page.A.ClickAsync("state-rebase");
        await page.A.ClickAsync("state-send");
        foreach (var pane in page.Panes) await IsAsync(pane, 2, """{"theme":"dark"}""");
    }

    [Theory]
    [InlineData("patch", "{", "That is not JSON")]
    [InlineData("ops", """[{"op":"remove","path":"/nothing"}]""", "invalid_patch")]
    public async Task Change_ThatIsWrong_SaysSoAndChangesNothing(string way, string change, string answer)
    {
        await using var profile = await chromium.NewProfileAsync();
        var page = await DemoPage.OpenAsync(profile, Host.BaseUrl, User);

        await ChangeAsync(page.A, way, change);

        await Expect(page.A.Part("state-answer")).ToContainTextAsync(answer);
        await IsAsync(page.B, 0, "{}");
    }

    [Fact]
    public async Task Change_WhileDisconnected_GoesOutOnceAfterConnecting()
    {
        await using var profile = await chromium.NewProfileAsync();
        var page = await DemoPage.OpenAsync(profile, Host.BaseUrl, User);
        await page.A.ClickAsync("disconnect");
        await page.A.IsAsync("closed");

        await ChangeAsync(page.A, "patch", """{"later":true}""");
        await page.A.SentIsAsync("waiting");
        await page.A.ClickAsync("connect");

        foreach (var pane in page.Panes) await IsAsync(pane, 1, """{"later":true}""");
        await page.A.SentIsAsync("accepted");
    }

    private static async Task ChangeAsync(DemoPane pane, string way, string json)
    {
        await pane.ClickAsync("show-state");
        await pane.Part("state-way").SelectOptionAsync(way);
        await pane.Part("state-text-edit").FillAsync(json);
        await pane.ClickAsync("state-send");
    }

    private static async Task IsAsync(DemoPane pane, int version, string? json = null)
    {
        await Expect(pane.Part("state-version")).ToHaveTextAsync($"{version}");
        if (json is not null) AssertSame(json, await pane.TextAsync("state-document"));
    }

    private static void AssertSame(string expected, string actual)
    {
        using var left = JsonDocument.Parse(expected);
        using var right = JsonDocument.Parse(actual);
        Assert.True(JsonElement.DeepEquals(left.RootElement, right.RootElement), $"Expected {expected}, but it was {actual}");
    }
}

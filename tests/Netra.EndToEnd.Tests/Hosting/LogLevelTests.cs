namespace Netra.EndToEnd.Tests;

/// <summary>Log levels that are changed while the host runs, by its management port and by its file. One after the other: the levels are the host's.</summary>
public sealed class LogLevelTests(LogLevelHost running) : IClassFixture<LogLevelHost>
{
    private const string Debug = """{"levels":{"Netra.Storage":"Debug"},"for_s":60}""";

    private HostProcess Host => running.Process;

    [Fact]
    public async Task Put_WithTheScope_HoldsAtOnceAndUntilItIsTakenBack()
    {
        using var management = new NetraApi(Host.ManagementUrl);
        Assert.False(await IsToldAsync(IsOfGroup));
        Assert.Equal("""{"levels":{},"until":null}""", (await management.GetAsync("/logging", key: null)).Body);
        var put = (await management.SendAsync(HttpMethod.Put, "/logging", Debug)).AssertOk();
        Assert.Equal("Debug", put.GetProperty("levels").GetProperty("Netra.Storage").GetString());
        Assert.InRange(put.GetProperty("until").GetInt64(), DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() + 30_000, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() + 60_000);
        Assert.True(await IsToldAsync(IsOfGroup));

        (await management.SendAsync(HttpMethod.Delete, "/logging")).AssertOk();
        Assert.False(await IsToldAsync(IsOfGroup));
    }

    [Fact]
    public async Task Put_ForASecond_EndsByItself()
    {
        using var management = new NetraApi(Host.ManagementUrl);
        (await management.SendAsync(HttpMethod.Put, "/logging", """{"levels":{"Netra.Storage":"Debug"},"for_s":1}""")).AssertOk();

        await Eventually.IsAsync("""{"levels":{},"until":null}""", async () => (await management.GetAsync("/logging", key: null)).Body);
    }

    [Theory]
    [InlineData(null, 401)]
    [InlineData("nobody's-key", 401)]
    [InlineData(ProductionHost.ReadKey, 403)]
    public async Task Put_WithoutTheScope_IsRefusedAndChangesNothing(string? key, int status)
    {
        using var management = new NetraApi(Host.ManagementUrl);

        Assert.Equal(status, (await management.SendAsync(HttpMethod.Put, "/logging", Debug, key)).Status);
        Assert.Equal(status, (await management.SendAsync(HttpMethod.Delete, "/logging", key: key)).Status);
        Assert.Equal("""{"levels":{},"until":null}""", (await management.GetAsync("/logging", key: null)).Body);
    }

    [Fact]
    public async Task Put_MalformedOrForbidden_IsRefused()
    {
        using var management = new NetraApi(Host.ManagementUrl);
        string[] bodies =
        [
            "{",
            "[]",
            """{"levels":{}}""",
            """{"levels":{"Netra":"Loud"}}""",
            """{"levels":{"Netra":3}}""",
            """{"levels":{"":"Debug"}}""",
            """{"levels":{"Netra":"Debug"},"for_s":0}""",
            """{"levels":{"Netra":"Debug"},"for_s":3601}""",
            """{"levels":{"Microsoft.AspNetCore.Server.Kestrel.BadRequests":"Debug"}}""",
            """{"levels":{"Microsoft*.Kestrel.BadRequests":"Debug"}}""",
            """{"levels":{"Netra\ninfo: forged":"Debug"}}""",
        ];

        foreach (var body in bodies) Assert.Equal((body, 400), (body, (await management.SendAsync(HttpMethod.Put, "/logging", body)).Status));
        var tooLarge = await management.SendAsync(HttpMethod.Put, "/logging", $$$"""{"levels":{"{{{new string('x', 10_000)}}}":"Debug"}}""");
        Assert.Equal((413, "application/problem+json"), (tooLarge.Status, tooLarge.ContentType));
        Assert.Contains("8192 bytes", tooLarge.Body, StringComparison.Ordinal);

        Assert.Equal("""{"levels":{},"until":null}""", (await management.GetAsync("/logging", key: null)).Body);
    }

    [Fact]
    public async Task File_ThatChanges_HoldsAtOnceAndAnOverrideGoesBeforeIt()
    {
        using var management = new NetraApi(Host.ManagementUrl);
        Assert.False(await IsToldAsync(IsOfGroup));
        try
        {
            running.Configure(("Netra.Storage", "Debug"));
            await Eventually.IsAsync(true, () => IsToldAsync(IsOfGroup));

            // For the same category the call goes before the file, one that is read meanwhile too; what only the file has holds beside it.
            (await management.SendAsync(HttpMethod.Put, "/logging", """{"levels":{"Netra.Storage":"Warning"}}""")).AssertOk();
            Assert.False(await IsToldAsync(IsOfGroup));
            running.Configure(("Netra.Storage", "Trace"), ("Microsoft.AspNetCore.Routing.EndpointMiddleware", "Information"));
            await Eventually.IsAsync(true, () => IsToldAsync(IsOfEndpoint));
            Assert.False(await IsToldAsync(IsOfGroup));
            // Of two categories the longer one holds, whichever of them has it.
            (await management.SendAsync(HttpMethod.Put, "/logging", """{"levels":{"Netra":"Warning"}}""")).AssertOk();
            Assert.True(await IsToldAsync(IsOfGroup));
            (await management.SendAsync(HttpMethod.Put, "/logging", """{"levels":{"Netra.Storage":"Warning"}}""")).AssertOk();
            Assert.False(await IsToldAsync(IsOfGroup));

            (await management.SendAsync(HttpMethod.Delete, "/logging")).AssertOk();
            Assert.True(await IsToldAsync(IsOfGroup));
        }
        finally
        {
            await management.SendAsync(HttpMethod.Delete, "/logging");
            running.Configure();
        }

        await Eventually.IsAsync((false, false), async () => (await IsToldAsync(IsOfGroup), await IsToldAsync(IsOfEndpoint)));
    }

    /// <summary>Publishes, and says whether the host has written such a line of it.</summary>
    private async Task<bool> IsToldAsync(Func<string, bool> isSuch)
    {
        var before = Host.Output.Lines.Count(isSuch);
        await Host.Api.PublishAsync("alice", "note", "{}");
        // The line of the first comes before the second is written, and all that was written comes before the mark.
        await Host.Api.PublishAsync("alice", "note", "{}");
        var user = "mark-" + Guid.NewGuid().ToString("n");
        var mark = Host.Output.NextAsync(line => line.Contains("Request finished", StringComparison.Ordinal) && line.Contains(user, StringComparison.Ordinal));
        await Host.Api.UserAsync(user);
        await mark.WaitAsync(Patience.Short);
        return Host.Output.Lines.Count(isSuch) > before;
    }

    private static bool IsOfEndpoint(string line) => line.Contains("Executing endpoint", StringComparison.Ordinal);

    private static bool IsOfGroup(string line) => line.Contains("Wrote a group of", StringComparison.Ordinal);
}

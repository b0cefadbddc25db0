namespace Netra.Tool.Tests;

public sealed class StateCommandTests(ToolHost host) : ToolTests(host)
{
    [Fact]
    public async Task Patch_ObjectThenArray_ChangesTheState()
    {
        Assert.Equal("version 1: {\"tags\":[\"a\"]}\n", (await RunAsync("state", "patch", User, """{"tags":["a"]}""")).Output);

        var operations = """[{"op":"add","path":"/tags/-","value":1.0}]""";
        Assert.Equal("""{"version":2,"state":{"tags":["a",1.0]}}""", (await RunWithInputAsync(operations, "state", "patch", User, "-", "--if-version", "1", "--json")).AssertOneJson());
        Assert.Equal("""{"version":2,"state":{"tags":["a",1.0]}}""", (await RunAsync("state", "get", User, "--json")).AssertOneJson());
    }

    [Fact]
    public async Task Patch_StaleVersion_FailsWithTheCode()
    {
        await RunAsync("state", "patch", User, "{}");

        var result = await RunAsync("state", "patch", User, "{}", "--if-version", "0", "--json");

        result.AssertFails("""{"error":{"code":"version_conflict",""");
    }
}

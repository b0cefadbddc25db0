namespace Netra.Tidy.Tests;

public sealed class MachineTracesTests
{
    [Fact]
    public void Check_Repository_FindsNothing() => Findings.AssertNone(MachineTraces.Check(RepositoryFiles.All));

    [Theory]
    [InlineData("cd /wo" + "rk/main")]
    [InlineData("path: \"/ro" + "ot/.nuget\"")]
    [InlineData("> /tm" + "p")]
    [InlineData("/home" + "/somebody/x")]
    [InlineData("https://registry.npm" + "js.org/x")]
    [InlineData("https://api.nu" + "get.org")]
    [InlineData("\"resolved\"" + ": \"http://somewhere/x.tgz\"")]
    [InlineData("<package" + "Sources>")]
    public void Check_Trace_IsFound(string line) => Assert.Single(MachineTraces.Check([new("README.md", line)]));

    [Theory]
    [InlineData("GET /users/alice/messages")]
    [InlineData("https://example.com/work")]
    [InlineData("src/root/tmp")]
    [InlineData("a rootless image, which the registry has")]
    public void Check_OrdinaryText_IsNotFound(string line) => Assert.Empty(MachineTraces.Check([new("README.md", line)]));
}

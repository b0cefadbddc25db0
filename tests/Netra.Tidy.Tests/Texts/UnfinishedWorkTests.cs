namespace Netra.Tidy.Tests;

public sealed class UnfinishedWorkTests
{
    [Fact]
    public void Check_Repository_FindsNothing() => Findings.AssertNone(UnfinishedWork.Check(RepositoryFiles.All));

    [Theory]
    [InlineData("// TO" + "DO: later")]
    [InlineData("# FIX" + "ME")]
    [InlineData("throw new NotImplemented" + "Exception();")]
    public void Check_Note_IsFoundInAnyFile(string line)
    {
        var finding = Assert.Single(UnfinishedWork.Check([new("docs/a.md", "first\n" + line)]));

        Assert.StartsWith("docs/a.md:2: ", finding, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_LongerWord_IsNotFound() => Assert.Empty(UnfinishedWork.Check([new("a.cs", "TO" + "DOS xTO" + "DO todo")]));
}

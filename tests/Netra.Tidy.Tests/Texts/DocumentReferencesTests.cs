namespace Netra.Tidy.Tests;

public sealed class DocumentReferencesTests
{
    [Fact]
    public void Check_Repository_FindsNothing() => Findings.AssertNone(DocumentReferences.Check(RepositoryFiles.All));

    [Theory]
    [InlineData("see issue 12")]
    [InlineData("Issue #7 says")]
    [InlineData("done in PR 3")]
    [InlineData("(#42)")]
    public void Check_NumberOfATracker_IsFoundInDocumentsOnly(string line)
    {
        Assert.Single(DocumentReferences.Check([new("docs/a.md", line)]));
        Assert.Empty(DocumentReferences.Check([new("src/A.cs", line)]));
    }

    [Theory]
    [InlineData("# 1. Connect")]
    [InlineData("an issue with 5 users")]
    [InlineData("[below](#2-frames)")]
    [InlineData("&#39;")]
    public void Check_OrdinaryText_IsNotFound(string line) => Assert.Empty(DocumentReferences.Check([new("docs/a.md", line)]));
}

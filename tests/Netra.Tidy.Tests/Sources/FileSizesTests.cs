namespace Netra.Tidy.Tests;

public sealed class FileSizesTests
{
    [Fact]
    public void Check_Repository_FindsNothing() => Findings.AssertNone(FileSizes.Check(RepositoryFiles.All));

    [Theory]
    [InlineData(500, 0)]
    [InlineData(501, 1)]
    public void Check_FileOfLines_IsFoundOver500(int lines, int findings) => Assert.Equal(findings, FileSizes.Check([File("A.cs", lines)]).Count());

    [Theory]
    [InlineData(5, 0)]
    [InlineData(6, 1)]
    public void Check_LargeFilesOf100_AreFoundOver5(int large, int findings)
    {
        var files = Enumerable.Range(0, 100).Select(i => File($"F{i}.cs", i < large ? 201 : 200));

        Assert.Equal(findings, FileSizes.Check(files).Count());
    }

    private static RepositoryFile File(string path, int lines) => new(path, new string('\n', lines));
}

namespace Netra.Tidy.Tests;

public sealed class RepositoryFilesTests
{
    [Theory]
    [InlineData("Netra.Orleans.sln")]
    [InlineData("Directory.Packages.props")]
    [InlineData("src/Netra.Protocol/Netra.Protocol.csproj")]
    [InlineData("tests/Netra.Tidy.Tests/Repository/RepositoryFilesTests.cs")]
    public void All_FileThatIsThere_IsAmongThem(string path) => Assert.Contains(RepositoryFiles.All, file => file.Path == path);

    [Fact]
    public void All_WhatIsBuilt_IsNotAmongThem() =>
        Assert.DoesNotContain(RepositoryFiles.All, file => file.Path.Contains("/obj/", StringComparison.Ordinal));
}

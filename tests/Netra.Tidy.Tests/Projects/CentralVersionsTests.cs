namespace Netra.Tidy.Tests;

public sealed class CentralVersionsTests
{
    private static readonly RepositoryFile Central = new(
        "Directory.Packages.props", "<Project><ItemGroup><PackageVersion Include=\"Known\" Version=\"1.0.0\" /></ItemGroup></Project>");

    [Fact]
    public void Check_Repository_FindsNothing() => Findings.AssertNone(CentralVersions.Check([.. RepositoryFiles.All]));

    [Theory]
    [InlineData("<PackageReference Include=\"Known\" Version=\"2.0.0\" />")]
    [InlineData("<PackageReference Include=\"Known\" VersionOverride=\"2.0.0\" />")]
    [InlineData("<PackageReference Include=\"Known\"><Version>2.0.0</Version></PackageReference>")]
    [InlineData("<PackageReference Include=\"Unknown\" />")]
    public void Check_ReferenceWithAVersionElsewhere_IsFound(string reference) => Assert.Single(CentralVersions.Check([Central, Project(reference)]));

    [Fact]
    public void Check_ReferenceWithTheCentralVersion_IsNotFound() =>
        Assert.Empty(CentralVersions.Check([Central, Project("<PackageReference Include=\"Known\" />")]));

    private static RepositoryFile Project(string reference) =>
        new("src/A/A.csproj", $"<Project><ItemGroup>{reference}</ItemGroup></Project>");
}

namespace Netra.Tidy.Tests;

public sealed class DependencyDirectionsTests
{
    [Fact]
    public void Check_Repository_FindsNothing() => Findings.AssertNone(DependencyDirections.Check(RepositoryFiles.All));

    [Theory]
    [InlineData("Netra.Protocol", "<ProjectReference Include=\"../Netra.Storage/Netra.Storage.csproj\" />")]
    [InlineData("Netra.Protocol", "<PackageReference Include=\"Anything\" />")]
    [InlineData("Netra.Storage", "<PackageReference Include=\"Microsoft.Orleans.Sdk\" />")]
    [InlineData("Netra.Storage", "<ProjectReference Include=\"..\\Netra.Grains\\Netra.Grains.csproj\" />")]
    [InlineData("Netra.Grains", "<FrameworkReference Include=\"Microsoft.AspNetCore.App\" />")]
    [InlineData("Netra.Gateway", "<ProjectReference Include=\"../Netra.Grains/Netra.Grains.csproj\" />")]
    [InlineData("Netra.Streaming", "<ProjectReference Include=\"../Netra.Host/Netra.Host.csproj\" />")]
    [InlineData("Netra.Host", "<ProjectReference Include=\"../../tests/Netra.Grains.Tests/Netra.Grains.Tests.csproj\" />")]
    public void Check_ReferenceTheWrongWay_IsFound(string project, string reference)
    {
        var finding = Assert.Single(DependencyDirections.Check([Project(project, reference)]));

        Assert.StartsWith($"src/{project}/{project}.csproj: ", finding, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_WebProjectThatMayNotBeOne_IsFound()
    {
        var file = new RepositoryFile("src/Netra.Grains/Netra.Grains.csproj", "<Project Sdk=\"Microsoft.NET.Sdk.Web\" />");

        Assert.Single(DependencyDirections.Check([file]));
    }

    [Fact]
    public void Check_ProjectWithoutARule_IsFound() => Assert.Single(DependencyDirections.Check([Project("Netra.Surprise", "")]));

    [Fact]
    public void Check_ReferencesTheRightWay_AreNotFound() => Assert.Empty(DependencyDirections.Check(
    [
        Project("Netra.Gateway", "<ProjectReference Include=\"../Netra.Abstractions/Netra.Abstractions.csproj\" />"),
        Project("Netra.Storage", "<PackageReference Include=\"Microsoft.Extensions.Options\" />"),
    ]));

    private static RepositoryFile Project(string name, string references) =>
        new($"src/{name}/{name}.csproj", $"<Project Sdk=\"Microsoft.NET.Sdk\"><ItemGroup>{references}</ItemGroup></Project>");
}

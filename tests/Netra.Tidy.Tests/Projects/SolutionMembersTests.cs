namespace Netra.Tidy.Tests;

public sealed class SolutionMembersTests
{
    [Fact]
    public void Check_Repository_FindsNothing() => Findings.AssertNone(SolutionMembers.Check([.. RepositoryFiles.All]));

    [Fact]
    public void Check_ProjectThatTheSolutionLacks_IsFound()
    {
        var solution = new RepositoryFile("Netra.Orleans.sln", "Project(\"x\") = \"A\", \"src\\A\\A.csproj\", \"y\"");

        var finding = Assert.Single(SolutionMembers.Check([solution, new("src/A/A.csproj", ""), new("src/B/B.csproj", "")]));

        Assert.Equal("src/B/B.csproj: is not in the solution", finding);
    }
}

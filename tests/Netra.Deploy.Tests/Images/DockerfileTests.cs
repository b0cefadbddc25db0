namespace Netra.Deploy.Tests;

public sealed class DockerfileTests
{
    private static readonly string Text = RepositoryFolder.Read("Dockerfile");
    private static readonly DockerIgnore Ignore = new(RepositoryFolder.Read(".dockerignore"));

    [Fact]
    public void Check_Itself_FindsNothing() => Assert.Empty(DockerfileChecks.Check(Dockerfile.Parse(Text), Ignore.Sends));

    [Theory]
    [InlineData("COPY appsettings.json", "COPY appsetings.json", "COPY appsetings.json: is not there, or is ignored")]
    [InlineData("COPY appsettings.json", "COPY README.md", "COPY README.md: is not there, or is ignored")]
    [InlineData(
        "COPY src/Netra.Webhooks/Netra.Webhooks.csproj src/Netra.Webhooks/\n", "", "src/Netra.Webhooks/Netra.Webhooks.csproj must be copied before the restore")]
    [InlineData("publish src/Netra.Host/Netra.Host.csproj", "publish src/Netra.Grains/Netra.Grains.csproj", "'dotnet publish src/Netra.Host/Netra.Host.csproj -c Release' must be run")]
    [InlineData("${DOTNET_REGISTRY}/dotnet/aspnet", "images.example/dotnet/aspnet", "FROM images.example/dotnet/aspnet:10.0-noble-chiselled: the builder must say which registry it is of")]
    [InlineData("sdk:10.0-noble", "sdk:9.0-noble", "FROM ${DOTNET_REGISTRY}/dotnet/sdk:9.0-noble: must be of .NET 10.0")]
    [InlineData("-chiselled", "", "the image must have no shell")]
    [InlineData("USER 1654:1654\n", "", "the user must be 1654:1654, by number, so that Kubernetes sees that it is not root")]
    [InlineData("USER 1654:1654", "USER app", "the user must be 1654:1654, by number, so that Kubernetes sees that it is not root")]
    [InlineData(
        "ENTRYPOINT [\"dotnet\", \"Netra.Host.dll\"]", "ENTRYPOINT dotnet Netra.Host.dll",
        "the ENTRYPOINT must be dotnet Netra.Host.dll, with no shell that would keep signals from it")]
    [InlineData("\"health\"]", "\"helth\"]", "the HEALTHCHECK must ask the host's own command")]
    [InlineData("Netra__Url=", "Netra__Urll=", "Netra:Urll: there is no such setting")]
    [InlineData("EXPOSE 5080 5081 11111", "EXPOSE 5080 5081", "must expose 5080, 5081, 11111")]
    [InlineData("Netra__ManagementUrl=\"http://*:5081\"", "Netra__ManagementUrl=\"http://localhost:5081\"", "must listen on more than the loopback address")]
    public void Check_Broken_IsFound(string old, string broken, string finding)
    {
        Assert.Contains(old, Text, StringComparison.Ordinal);

        Assert.Contains(finding, DockerfileChecks.Check(Dockerfile.Parse(Text.Replace(old, broken, StringComparison.Ordinal)), Ignore.Sends));
    }

    [Fact]
    public void Parse_UnknownInstruction_Fails() => Assert.Throws<FormatException>(() => Dockerfile.Parse("FROM a\nCOPPY a b\n"));

    [Theory]
    [InlineData("src/Netra.Host/Program.cs", true)]
    [InlineData("global.json", true)]
    [InlineData("src/Netra.Host/bin/Debug/net10.0/Netra.Host.dll", false)]
    [InlineData("src/Netra.Host/obj/project.assets.json", false)]
    [InlineData("tests/Netra.Tidy.Tests/Netra.Tidy.Tests.csproj", false)]
    [InlineData(".git/config", false)]
    [InlineData("data/CURRENT", false)]
    public void Sends_Path_IsWhatTheBuildNeeds(string path, bool expected) => Assert.Equal(expected, Ignore.Sends(path));

    [Fact]
    public void User_OfTheImage_IsThatOfThePods() => Assert.All(
        Overlay.Read(Overlay.Production).Workloads,
        workload => Assert.Equal("1654:1654", $"{workload.Pod.SecurityContext.RunAsUser}:{workload.Pod.SecurityContext.RunAsGroup}"));

    [Fact]
    public void Tag_OfProduction_IsTheVersionOfTheBuild() => Assert.Contains(
        $"<Version>{Overlay.Read(Overlay.Production).Container("netra-silo").Image.Split(':')[^1]}</Version>",
        RepositoryFolder.Read("Directory.Build.props"), StringComparison.Ordinal);
}

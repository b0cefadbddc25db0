namespace Netra.Tidy.Tests;

public sealed class EventIdsTests
{
    private static readonly RepositoryFile Constants = new(
        "src/A/EventIds.cs", "public const int Opened = 100;\npublic const int Closed = 101;\npublic const int Ended = 100;\n");

    [Fact]
    public void Check_Repository_FindsNothing() => Findings.AssertNone(EventIds.Check([.. RepositoryFiles.All]));

    [Theory]
    [InlineData("[LoggerMessage(EventId = 1, Level = LogLevel.Debug)]\n[LoggerMessage(EventId = 1)]")]
    [InlineData("[LoggerMessage(1, LogLevel.Debug, \"a\")]\n[LoggerMessage(EventId = 1)]")]
    [InlineData("[LoggerMessage(EventId = EventIds.Opened)]\n[LoggerMessage(EventId = EventIds.Ended)]")]
    [InlineData("[LoggerMessage(EventIds.Opened, LogLevel.Debug, \"a\")]\n[LoggerMessage(\n    EventId = 100)]")]
    [InlineData("[LoggerMessage(LogLevel.Debug, \"a\")]")]
    [InlineData("[LoggerMessage(Level = LogLevel.Debug, Message = \"Closed 5 of {Count}\")]")]
    public void Check_IdThatIsMissingOrUsedTwice_IsFound(string text) => Assert.Single(EventIds.Check([Constants, new("src/A/Log.cs", text)]));

    [Fact]
    public void Check_IdUsedTwiceInTwoFiles_IsFound()
    {
        var one = new RepositoryFile("src/A/Log.cs", "[LoggerMessage(EventId = 7)]");

        Assert.Single(EventIds.Check([one, one with { Path = "src/B/Log.cs" }]));
    }

    [Fact]
    public void Check_ConstantsOfOneNameInTwoTypes_AreToldApart()
    {
        var other = new RepositoryFile("src/B/OtherEventIds.cs", "public const int Opened = 200;");

        Assert.Empty(EventIds.Check(
            [Constants, other, new("src/A/Log.cs", "[LoggerMessage(EventIds.Opened, LogLevel.Debug)]\n[LoggerMessage(OtherEventIds.Opened, LogLevel.Debug)]")]));
    }

    [Fact]
    public void Check_IdsOfTheirOwn_AreNotFound() => Assert.Empty(EventIds.Check(
        [Constants, new("src/A/Log.cs", "[LoggerMessage(EventId = EventIds.Opened)]\n[LoggerMessage(EventIds.Closed, LogLevel.Debug, \"a\")]")]));
}

namespace Netra.Bench.Tests;

public sealed class BudgetFileTests
{
    private const string Good = """{"workload":"push","setting":"a","server":"Netra","metric":"rate","of":"raw Kestrel","min":0.1,"why":"because"}""";

    [Fact]
    public void Parse_GoodFile_HasItsEntries()
    {
        var file = BudgetFile.Parse("made", $$"""{"entries":[{{Good}},{"workload":"push","setting":"a","server":"Netra","metric":"allocated per message","max":2000}]}""");

        Assert.Equal(
            [
                new BudgetEntry("push", "a", "Netra", "rate", Of: "raw Kestrel", Min: 0.1, Why: "because"),
                new BudgetEntry("push", "a", "Netra", "allocated per message", Max: 2000),
            ],
            file.Entries);
    }

    [Fact]
    public void Read_FileOfTheRepository_IsGood()
    {
        var file = BudgetFile.Read(Path.Combine(AppContext.BaseDirectory, BudgetFile.Name));

        Assert.NotEmpty(file.Entries);
        Assert.All(file.Entries, entry => Assert.NotNull(entry.Why));
    }

    [Fact]
    public void Read_FileOfTheRepository_NamesWhatItsWorkloadHas()
    {
        var file = BudgetFile.Read(Path.Combine(AppContext.BaseDirectory, BudgetFile.Name));

        var part = Assert.Single(BudgetPart.Of(file.Entries, [new PushWorkload()]));

        Assert.Equal([ServerNames.RawKestrel, ServerNames.Netra], part.Servers);
        Assert.Equal(file.Entries.Select(entry => entry.Setting).Distinct().Count(), part.Settings.Count);
    }

    [Theory]
    [InlineData("", "made: ")]
    [InlineData("null", "it is null")]
    [InlineData("""{"entries":[]}""", "it has no entry")]
    [InlineData("""{"entries":[null]}""", "entry 1: it is null")]
    [InlineData("{}", "entries")]
    [InlineData("""{"entries":[{"workload":"push","setting":"a","metric":"rate","of":"raw Kestrel","min":0.1}]}""", "server")]
    [InlineData("""{"entries":[{"workload":"push","setting":"a","server":"Netra","metric":"rate","of":"raw Kestrel","least":0.1}]}""", "least")]
    [InlineData("""{"entries":[{"workload":"push","setting":"a","server":"Netra","metric":"rate","of":"raw Kestrel"}]}""", "entry 1: it has neither 'min' nor 'max'")]
    [InlineData("""{"entries":[{"workload":"push","setting":"a","server":"Netra","metric":"speed","of":"raw Kestrel","min":1}]}""", "'speed' is no metric; there are 'rate'")]
    [InlineData("""{"entries":[{"workload":"push","setting":"a","server":"Netra","metric":"CPU","max":3}]}""", "'CPU' in s/100k says as much of the machine as of the server")]
    [InlineData("""{"entries":[{"workload":"push","setting":"a","server":"Netra","metric":"rate","min":1000}]}""", "'rate' in msg/s says as much of the machine as of the server")]
    [InlineData("""{"entries":[{"workload":"push","setting":"a","server":"Netra","metric":"rate","of":"Netra","min":1}]}""", "'of' must be another server")]
    [InlineData("""{"entries":[{"workload":"push","setting":"a","server":"Netra","metric":"rate","of":"raw Kestrel","min":2,"max":1}]}""", "'min' not above 'max'")]
    [InlineData("""{"entries":[{"workload":"push","setting":"a","server":"Netra","metric":"rate","of":"raw Kestrel","max":-1}]}""", "must be 0 or more")]
    [InlineData("""{"entries":[{"workload":"","setting":"a","server":"Netra","metric":"rate","of":"raw Kestrel","max":1}]}""", "must be names")]
    [InlineData($$"""{"entries":[{{Good}},{{Good}}]}""", "entry 2: a second limit for push, a: rate of Netra to raw Kestrel")]
    public void Parse_BadFile_SaysWhy(string json, string why)
    {
        var exception = Assert.Throws<BenchException>(() => BudgetFile.Parse("made", json));

        Assert.StartsWith("made", exception.Message, StringComparison.Ordinal);
        Assert.Contains(why, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_SeveralFaults_AreNamedAtOnce()
    {
        const string Bad = """{"workload":"push","setting":"a","server":"Netra","metric":"CPU","max":3}""";

        var exception = Assert.Throws<BenchException>(() => BudgetFile.Parse("made", $$"""{"entries":[{{Bad}},{{Good}},{{Bad}}]}"""));

        Assert.Equal(["made, entry 1", "made, entry 3"], exception.Message.Split('\n').Select(line => line.Split(':')[0]));
    }

    [Fact]
    public void Read_MissingFile_SaysSo() => Assert.Contains("can't be read", Assert.Throws<BenchException>(() => BudgetFile.Read("missing.json")).Message, StringComparison.Ordinal);
}

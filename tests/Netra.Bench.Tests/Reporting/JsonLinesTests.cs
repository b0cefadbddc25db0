using CsCheck;

namespace Netra.Bench.Tests;

public sealed class JsonLinesTests
{
    private static readonly Gen<Metric> Metrics =
        from name in Gen.String[1, 20]
        from unit in Gen.String[0, 8]
        from values in Gen.Double[-1e15, 1e15].Array[3]
        from isBetterHigher in Gen.Bool
        select new MetricKind(name, unit, isBetterHigher).Of(values);

    private static readonly Gen<Outcome> Outcomes =
        from names in Gen.String[1, 20].Array[3]
        from isDurable in Gen.Bool
        from rounds in Gen.Int[1, 100]
        from metrics in Metrics.List[0, 5]
        from latency in Gen.Double[1e-3, 6e4].Array[3]
        let rising = latency.Order().ToArray()
        select new Outcome(
            names[0], names[1], names[2], isDurable, rounds, [.. metrics.DistinctBy(metric => metric.Name)],
            [new Percentile(50, rising[0]), new Percentile(99.9, rising[1]), new Percentile(100, rising[2])]);

    [Fact]
    public void Read_WhatLinesWrote_IsTheSame() => Outcomes.List[0, 5].Select(list => list.DistinctBy(one => (one.Workload, one.Setting, one.Server)).ToList()).Sample(outcomes =>
    {
        outcomes.RemoveAll(outcome => outcome.Fault() is not null);
        var lines = JsonLines.Lines(Made.Run(outcomes)).ToList();

        var read = JsonLines.Read("made", lines);

        Assert.All(lines, line => Assert.DoesNotContain('\n', line));
        Assert.Equal(Made.Facts, read.Facts);
        Assert.Equal(outcomes.Count, read.Outcomes.Count);
        Assert.All(outcomes.Zip(read.Outcomes), pair =>
        {
            var empty = pair.First with { Metrics = [], Latency = [] };
            Assert.Equal(empty, pair.Second with { Metrics = empty.Metrics, Latency = empty.Latency });
            Assert.Equal(pair.First.Metrics, pair.Second.Metrics);
            Assert.Equal(pair.First.Latency, pair.Second.Latency);
        });
    });

    /// <summary>Scripts read these lines: a member that is renamed breaks them.</summary>
    [Fact]
    public void Lines_Outcome_HasTheDocumentedMembers()
    {
        var outcome = new Outcome("push", "a", "Netra", IsDurable: true, Rounds: 3, [new Metric("rate", "msg/s", 1234.5, 1000, 2000, IsBetterHigher: true)], [new Percentile(99.9, 0.25)]);

        Assert.Equal(
            """{"kind":"outcome","workload":"push","setting":"a","server":"Netra","is_durable":true,"rounds":3,"metrics":[{"name":"rate","unit":"msg/s","value":1234.5,"lowest":1000,"highest":2000,"is_better_higher":true}],"latency":[{"percent":99.9,"milliseconds":0.25}]}""",
            JsonLines.Line(outcome));
    }

    [Fact]
    public void Lines_Run_HasTheDocumentedMembers() => Assert.Equal(
        """{"kind":"run","format":1,"workload":"push","repeat":"dotnet run -c Release --project bench/Netra.Bench -- push","at":"2026-03-01T09:30:00+00:00","build":"0.1.0+abcdef","gc":"workstation","debug_build":false,"machine":{"cores":4,"processor":"A processor","ram_gib":16,"os":"An OS","kernel":"Linux 6","dotnet":".NET 10","load_average":0.25},"load_average_at_end":1.5}""",
        JsonLines.Line(Made.Facts));

    [Fact]
    public void Read_LinesOfOtherKinds_ArePassedOver()
    {
        var outcome = Made.Of("a", 100, 1);

        var read = JsonLines.Read("made", [JsonLines.Line(Made.Facts), """{"kind":"process","pid":1}""", "", JsonLines.Line(outcome), """{"kind":"end"}"""]);

        Assert.Equal("a", Assert.Single(read.Outcomes).Server);
    }

    public static TheoryData<string, string> BadLines => new()
    {
        { "{", "made, line 2: " },
        { "[]", "no object with a kind" },
        { """{"kind":7}""", "no object with a kind" },
        { JsonLines.Line(Made.Facts), "a second run" },
        { JsonLines.Line(Made.Of("a", 100, 1)).Replace("\"rounds\":3,", "", StringComparison.Ordinal), "rounds" },
        { JsonLines.Line(Made.Of("a", 100, 1)).Replace("\"unit\":\"msg/s\"", "\"unit\":null", StringComparison.Ordinal), "unit" },
        { JsonLines.Line(Made.Of("a", 100, 1)).Replace("\"lowest\":90", "\"lowest\":101", StringComparison.Ordinal), "between its lowest and its highest" },
        { JsonLines.Line(Made.Of("a", 100, 1)).Replace("\"name\":\"CPU\"", "\"name\":\"rate\"", StringComparison.Ordinal), "comes twice" },
        { JsonLines.Line(Made.Of("a", 100, 1)).Replace("\"percent\":50", "\"percent\":0", StringComparison.Ordinal), "percentile" },
        { JsonLines.Line(Made.Of("taken", 100, 1)), "a second outcome of push" },
    };

    [Theory]
    [MemberData(nameof(BadLines))]
    public void Read_BadLine_SaysWhich(string line, string why)
    {
        string[] lines = [JsonLines.Line(Made.Facts), line];
        if (line.Contains("taken", StringComparison.Ordinal)) lines = [.. lines, line];

        var exception = Assert.Throws<BenchException>(() => JsonLines.Read("made", lines));

        Assert.StartsWith("made, line ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(why, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OtherFormat_IsRefused() => Assert.Contains(
        "no run of the format 1",
        Assert.Throws<BenchException>(() => JsonLines.Read("made", [JsonLines.Line(Made.Facts with { Format = 2 })])).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Read_NoRun_IsRefused() => Assert.Equal(
        "made: no line says what was run", Assert.Throws<BenchException>(() => JsonLines.Read("made", [JsonLines.Line(Made.Of("a", 100, 1))])).Message);
}

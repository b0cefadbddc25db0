using System.Diagnostics;
using System.Globalization;
using System.Text;
using Netra.Protocol;

namespace Netra.Grains.Tests;

/// <summary>Changes that are made to cost as much as they can, in a document near its limit.</summary>
public sealed class HostileStateChangeTests
{
    /// <summary>A thousand copies of the document would be more.</summary>
    private const long MaxAllocatedBytes = 128 * 1024 * 1024;

    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(1);

    [Fact]
    public void Apply_CopiesThatDouble_EndsAtTheSizeAndCostsNothing() => Bounded(() =>
    {
        var operations = Operations(1_000, _ => """{"op":"copy","from":"/a","path":"/a/-"}""");
        var error = StateTexts.Refusal("""{"a":["0123456789"]}""", StateChangeKind.Ops, operations);
        Assert.Equal("state_too_large", error.Code.Name);
        Assert.InRange(error.Details!.Index!.Value, 10, 20);
    });

    [Fact]
    public void Apply_CopiesOfALargeValueThatAreRemoved_IsDone() => Bounded(() =>
    {
        var document = $$"""{"a":{{WideObject(10_000)}}}""";
        var operations = Operations(1_000, i => i % 2 == 0 ? """{"op":"copy","from":"/a","path":"/b"}""" : """{"op":"remove","path":"/b"}""");
        Assert.Equal(document, StateTexts.Apply(document, StateChangeKind.Ops, operations));
    });

    [Fact]
    public void Apply_ManyOperationsOnAWideObject_IsDone() => Bounded(() =>
    {
        var operations = Operations(1_000, i => i % 2 == 0 ? $$"""{"op":"remove","path":"/a/n{{i}}"}""" : $$"""{"op":"add","path":"/a/m{{i}}","value":1}""");
        Assert.Equal(20_000, StateTexts.Document(StateTexts.Apply($$"""{"a":{{WideObject(20_000)}}}""", StateChangeKind.Ops, operations)).All
            .Select(member => ((ObjectNode)member.Value).Count).Single());
    });

    [Fact]
    public void Apply_MergeOfNullsForAWideObject_IsDone() => Bounded(() =>
        Assert.Equal("{}", StateTexts.Apply(WideObject(20_000), StateChangeKind.Patch, WideObject(20_000).Replace(":1", ":null", StringComparison.Ordinal))));

    [Fact]
    public void Apply_ManyInsertsAtTheFrontOfALongArray_IsDone() => Bounded(() =>
    {
        var document = $$"""{"a":[{{string.Join(',', Enumerable.Repeat("1", 100_000))}}]}""";
        var result = StateTexts.Document(StateTexts.Apply(document, StateChangeKind.Ops, Operations(1_000, _ => """{"op":"add","path":"/a/0","value":2}""")));
        Assert.Equal(101_000, ((ArrayNode)result.All.Single().Value).Count);
    });

    [Fact]
    public void Apply_MovesOfAWideValueThatChanges_IsDone() => Bounded(() =>
    {
        // Each one makes the depth of the wide object anew.
        var operations = Operations(999, i => (i % 3) switch
        {
            0 => $$"""{"op":"add","path":"/a/w/m{{i}}","value":[]}""",
            1 => """{"op":"move","from":"/a/w","path":"/w"}""",
            _ => """{"op":"move","from":"/w","path":"/a/w"}""",
        });
        var result = StateTexts.Document(StateTexts.Apply("{\"a\":{\"w\":" + WideObject(20_000) + "}}", StateChangeKind.Ops, operations));
        Assert.Equal(3, result.Depth - 1);
    });

    [Fact]
    public void Apply_ManyMembersOfOneName_KeepsTheLast() => Bounded(() =>
        Assert.Equal("""{"a":49999}""", StateTexts.Apply("{}", StateChangeKind.Patch, "{" + string.Join(',', Enumerable.Range(0, 50_000).Select(i => $"\"a\":{i}")) + "}")));

    [Fact]
    public void Apply_RepeatedNamesOnEveryLevel_IsDone() => Bounded(() =>
    {
        var patch = "1";
        for (var i = 0; i < 15; i++) patch = $$"""{"a":{{patch}},"a":{{patch}}}""";
        Assert.Equal(31, StateTexts.Apply("{}", StateChangeKind.Patch, patch).Count(c => c is '{' or '}') + 1);
    });

    [Theory]
    [InlineData(StateChangeKind.Ops, "ops")]
    [InlineData(StateChangeKind.Updates, "updates")]
    public void Apply_OneMoreThanMayBe_IsRefused(StateChangeKind kind, string field)
    {
        string Of(int count) => kind == StateChangeKind.Ops
            ? Operations(count, i => $$"""{"op":"add","path":"/n{{i}}","value":1}""")
            : WideObject(count);

        Assert.Equal(WideObject(1_000), StateTexts.Apply("{}", kind, Of(1_000)));
        var error = StateTexts.Refusal("{}", kind, Of(1_001));
        Assert.Equal(("invalid_patch", field), (error.Code.Name, error.Details!.Field));
    }

    [Theory]
    [InlineData(StateChangeKind.Ops, """[{"op":"remove","path":"{0}"}]""")]
    [InlineData(StateChangeKind.Updates, """{"{0}":1}""")]
    public void Apply_PathOfManySegments_IsRefused(StateChangeKind kind, string change)
    {
        var path = kind == StateChangeKind.Ops ? string.Concat(Enumerable.Repeat("/a", 100_000)) : string.Join('.', Enumerable.Repeat("a", 100_000));
        Assert.Equal("invalid_patch", StateTexts.Refusal("""{"a":{"a":{}}}""", kind, change.Replace("{0}", path, StringComparison.Ordinal)).Code.Name);
    }

    [Fact]
    public void Apply_NumbersOfManyDigits_AreComparedByTheirValue() => Bounded(() =>
    {
        var digits = "1" + new string('0', 100_000);
        Assert.Equal($$"""{"a":{{digits}}}""", StateTexts.Apply($$"""{"a":{{digits}}}""", StateChangeKind.Ops, """[{"op":"test","path":"/a","value":1e100000}]"""));
        Assert.Equal("invalid_patch", StateTexts.Refusal("""{"a":1e99999999999}""", StateChangeKind.Ops, """[{"op":"test","path":"/a","value":2e99999999999}]""").Code.Name);
    });

    [Fact]
    public void Apply_HalfASurrogatePairInAPath_IsRefusedWithTextThatCanBeSent()
    {
        var error = StateTexts.Refusal("{}", StateChangeKind.Ops, """[{"op":"remove","path":"/\ud800"}]""");
        Assert.Equal("/\uFFFD", error.Details!.Field);
    }

    [Fact]
    public void Apply_TextThatIsNotUtf8_IsRefused()
    {
        var refused = Assert.Throws<StateChangeRefusedException>(() =>
            StateChanger.Apply(ObjectNode.Empty, StateChangeKind.Patch, [(byte)'{', (byte)'"', 0xff, (byte)'"', (byte)':', (byte)'1', (byte)'}'], StateTexts.Limits));
        Assert.Equal("invalid_patch", refused.Error.Code.Name);
    }

    /// <summary>Memory is counted exactly whatever else the machine does; time only says that there is an end.</summary>
    private static void Bounded(Action test)
    {
        var watch = Stopwatch.StartNew();
        var before = GC.GetAllocatedBytesForCurrentThread();
        test();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < MaxAllocatedBytes, $"It took {allocated} bytes.");
        Assert.True(watch.Elapsed < Bound, $"It took {watch.Elapsed}.");
    }

    private static string Operations(int count, Func<int, string> operation) => $"[{string.Join(',', Enumerable.Range(0, count).Select(operation))}]";

    private static string WideObject(int members)
    {
        var text = new StringBuilder("{");
        for (var i = 0; i < members; i++) text.Append(CultureInfo.InvariantCulture, $"{(i > 0 ? "," : "")}\"n{i}\":1");
        return text.Append('}').ToString();
    }
}

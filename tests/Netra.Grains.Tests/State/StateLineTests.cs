using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Netra.Abstractions;
using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains.Tests;

public sealed class StateLineTests : IAsyncDisposable
{
    private readonly StateUser _user = new();

    public ValueTask DisposeAsync() => _user.DisposeAsync();

    [Fact]
    public Task Restore_UserNeverSeen_IsVersion0OfAnEmptyObject() => Exclusively.RunAsync(async () =>
    {
        await _user.LoadAsync();
        Assert.Equal((0, "{}"), (_user.Line.Durable.Version, StateTexts.Text(_user.Line.Durable)));
        Assert.True(_user.Line.IsDurable);
    });

    [Fact]
    public Task Apply_Change_IsLatestAtOnceAndDurableWithItsCommit() => Exclusively.RunAsync(async () =>
    {
        var log = new BlockingLog(_user.User.Log);
        await _user.LoadAsync(log);
        var (result, _, commit) = _user.Start(StateTexts.Change(StateChangeKind.Patch, """{"a":1}""", 0));
        Assert.Equal((StateChangeStatus.Changed, 1), (result.Status, result.State!.Version));
        Assert.Equal((1, """{"a":1}"""), (_user.Line.Latest.Version, StateTexts.Text(_user.Line.Latest)));
        Assert.Equal((0, "{}"), (_user.Line.Durable.Version, StateTexts.Text(_user.Line.Durable)));
        Assert.False(_user.Line.IsDurable);

        await log.AnswerAllAsync();
        await commit!.Durable;
        Assert.Equal((1, """{"a":1}"""), (_user.Line.Durable.Version, StateTexts.Text(_user.Line.Durable)));
        Assert.Equal(1, _user.Pipeline.Durable.StateVersion);
    });

    [Theory]
    [InlineData(StateChangeKind.Patch, """{ "a" : 1.0 }""", """{"version":1,"patch":{"a":1.0}}""")]
    [InlineData(StateChangeKind.Ops, """[{"op":"add","path":"/a","value":1}]""", """{"version":1,"ops":[{"op":"add","path":"/a","value":1}]}""")]
    [InlineData(StateChangeKind.Updates, """{"a.b":1}""", """{"version":1,"updates":{"a.b":1}}""")]
    public Task Apply_Change_AppendsAFrameThatSaysItAsItWasSent(StateChangeKind kind, string json, string payload) => Exclusively.RunAsync(async () =>
    {
        await _user.LoadAsync();
        var (_, change, commit) = _user.Start(StateTexts.Change(kind, json), "mine");
        await commit!.Durable;

        var stored = Assert.Single(await _user.User.ReadAllAsync());
        Assert.Equal((1, 1), (stored.StateVersion, change.Frames[0].Seq));
        using var frame = JsonDocument.Parse(stored.Json);
        Assert.Equal(("state_updated", "mine"), (frame.RootElement.GetProperty("type").GetString(), frame.RootElement.GetProperty("id").GetString()));
        Assert.Contains(json, Encoding.UTF8.GetString(stored.Json.Span), StringComparison.Ordinal);
        using var expected = JsonDocument.Parse(payload);
        Assert.True(JsonElement.DeepEquals(expected.RootElement, frame.RootElement.GetProperty("payload")));
    });

    [Fact]
    public Task Apply_AnotherVersionThanTheLatest_ConflictsAndChangesNothing() => Exclusively.RunAsync(async () =>
    {
        await _user.LoadAsync(new BlockingLog(_user.User.Log));
        _user.Start(StateTexts.Change(StateChangeKind.Patch, """{"a":1}"""));
        foreach (var version in new long[] { 0, 2, -1 })
        {
            var (result, change, _) = _user.Start(StateTexts.Change(StateChangeKind.Patch, """{"a":2}""", version));
            Assert.Equal((StateChangeStatus.Conflict, 1, """{"a":1}"""), (result.Status, result.State!.Version, StateTexts.Text(result.State)));
            Assert.Empty(change.Frames);
            Assert.Null(change.State);
        }

        Assert.Equal(1, _user.Line.Latest.Version);
    });

    [Fact]
    public Task Apply_ChangeThatDoesNotFit_IsRefusedAndChangesNothing() => Exclusively.RunAsync(async () =>
    {
        _user.Limits.MaxStateBytes = 20;
        await _user.LoadAsync();
        await _user.ChangeAsync(StateChangeKind.Patch, """{"a":1}""");
        foreach (var (kind, json, code) in new[]
        {
            (StateChangeKind.Ops, """[{"op":"replace","path":"/a","value":2},{"op":"test","path":"/a","value":1}]""", "invalid_patch"),
            (StateChangeKind.Patch, """{"b":"01234567890123456789"}""", "state_too_large"),
        })
        {
            var (result, change, _) = _user.Start(StateTexts.Change(kind, json));
            Assert.Equal((StateChangeStatus.Refused, code), (result.Status, result.Refusal!.Code.Name));
            Assert.Null(result.State);
            Assert.Empty(change.Frames);
        }

        Assert.Equal((1, """{"a":1}"""), (_user.Line.Latest.Version, StateTexts.Text(_user.Line.Latest)));
        Assert.Equal(1, _user.Pipeline.Durable.HeadSeq);
    });

    [Fact]
    public Task Apply_EmptyChange_MakesAVersion() => Exclusively.RunAsync(async () =>
    {
        await _user.LoadAsync();
        await _user.ChangeAsync(StateChangeKind.Patch, "{}");
        await _user.ChangeAsync(StateChangeKind.Ops, "[]");
        await _user.ChangeAsync(StateChangeKind.Updates, "{}");
        Assert.Equal((3, "{}"), (_user.Line.Durable.Version, StateTexts.Text(_user.Line.Durable)));
    });

    [Fact]
    public Task Apply_ChangeThatIsNeverStaged_IsTakenBack() => Exclusively.RunAsync(async () =>
    {
        _user.Limits.StateSnapshotBytes = 1;
        await _user.LoadAsync();
        await _user.ChangeAsync(StateChangeKind.Patch, """{"a":1}""");
        Assert.Equal(StateChangeStatus.Changed, _user.Line.Apply(new UserChange(), StateTexts.Change(StateChangeKind.Patch, """{"a":2}"""), "lost").Status);
        Assert.Equal((1, """{"a":1}"""), (_user.Line.Latest.Version, StateTexts.Text(_user.Line.Latest)));

        _user.Line.Apply(new UserChange(), StateTexts.Change(StateChangeKind.Patch, """{"a":3}"""), "lost");
        Assert.Equal(2, (await _user.ChangeAsync(StateChangeKind.Patch, """{"b":4}""", 1)).State!.Version);
        Assert.Equal(2, (await _user.User.SnapshotAsync()).State.Snapshot.Version);
        await _user.LoadAsync();
        Assert.Equal("""{"a":1,"b":4}""", StateTexts.Text(_user.Line.Durable));
    });

    [Fact]
    public void Apply_SmallChangesOfALargeDocument_MakeNoTextOfIt()
    {
        var document = "{" + string.Join(',', Enumerable.Range(0, 2_000).Select(i => $"\"n{i}\":\"{new string('x', 90)}\"")) + "}";
        var line = StateLine.Restore(
            new StoredState(new StateSnapshotRecord(1, Encoding.UTF8.GetBytes(document)), []), new UserGrainOptions { StateSnapshotChanges = 1_000 });
        line.Apply(new UserChange(), StateTexts.Change(StateChangeKind.Updates, """{"n0":0}"""), "id");

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            var change = new UserChange();
            Assert.Equal(StateChangeStatus.Changed, line.Apply(change, StateTexts.Change(StateChangeKind.Updates, $$"""{"n{{i}}":{{i}}}"""), "id").Status);
            // As staging does: the change stays.
            change.Frames[0].Seq = i + 1;
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < 10 * document.Length, $"It took {allocated} bytes.");
        Assert.Equal(101, line.Latest.Version);
    }

    [Fact]
    public Task Apply_LaterChangesBeforeItIsDurable_StillSaysItsOwnState() => Exclusively.RunAsync(async () =>
    {
        var log = new BlockingLog(_user.User.Log);
        await _user.LoadAsync(log);
        var started = Enumerable.Range(1, 3).Select(i => _user.Start(StateTexts.Change(StateChangeKind.Patch, $$"""{"n{{i}}":1}"""))).ToList();
        await log.AnswerAllAsync();
        foreach (var one in started) await one.Commit!.Durable;
        Assert.Equal(
            [(1, """{"n1":1}"""), (2, """{"n1":1,"n2":1}"""), (3, """{"n1":1,"n2":1,"n3":1}""")],
            started.Select(one => one.Result.ToResult(0).State!).Select(state => ((int)state.Version, StateTexts.Text(state))));
    });

    [Fact]
    public Task Apply_SecondChangeIntoOne_IsADefectOfTheCaller() => Exclusively.RunAsync(async () =>
    {
        await _user.LoadAsync();
        var change = new UserChange();
        _user.Line.Apply(change, StateTexts.Change(StateChangeKind.Patch, "{}"), "a");
        Assert.Throws<ArgumentException>(() => _user.Line.Apply(change, StateTexts.Change(StateChangeKind.Patch, "{}"), "b"));
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Apply_CommitFails_StorageHasAllOrNothingOfIt(bool isLostAnswer) => Exclusively.RunAsync(async () =>
    {
        await _user.LoadAsync();
        await _user.ChangeAsync(StateChangeKind.Patch, """{"a":1}""");
        var blocking = new BlockingLog(_user.User.Log);
        var failing = new FailingLog(_user.User.Log);
        failing.CommitFailures.Enqueue(new StorageUnavailableException("down"));
        await _user.LoadAsync(isLostAnswer ? blocking : failing);
        var commits = Enumerable.Range(0, isLostAnswer ? 3 : 1).Select(i => _user.Start(StateTexts.Change(StateChangeKind.Patch, $$"""{"a":{{i}},"b":{{i}}}""")).Commit!).ToList();
        if (isLostAnswer)
        {
            // All are written, and nobody is told.
            while ((await _user.User.SnapshotAsync()).Head.StateVersion < 4) await Task.Yield();
            blocking.Lose(0);
        }

        foreach (var commit in commits) await Assert.ThrowsAsync<StorageUnavailableException>(() => commit.Durable);
        Assert.Equal((1, """{"a":1}"""), (_user.Line.Durable.Version, StateTexts.Text(_user.Line.Durable)));

        await _user.LoadAsync();
        var version = _user.Line.Durable.Version;
        Assert.Equal(_user.Pipeline.Durable.StateVersion, version);
        Assert.Equal(_user.Pipeline.Durable.HeadSeq, version);
        Assert.Equal(isLostAnswer ? 4 : 1, version);
        Assert.Equal(version == 1 ? """{"a":1}""" : $$"""{"a":{{version - 2}},"b":{{version - 2}}}""", StateTexts.Text(_user.Line.Durable));
    });

    [Fact]
    public Task Apply_FiftyWritersAThousandChanges_EveryTabEndsWithTheServersDocument() => Exclusively.RunAsync(async () =>
    {
        const int Writers = 50;
        const int Changes = 1_000;
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper!.WriteLine($"Seed: {seed}");
        var random = new Random(seed);
        await _user.LoadAsync();
        var tabs = new List<(long Version, JsonObject Document)> { (0, []) };
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => WriteAsync(new Random(seed + writer + 1))));

        var frames = await _user.User.ReadAllAsync();
        Assert.Equal(frames.Count, _user.Line.Durable.Version);
        Assert.InRange(frames.Count, Changes / 4, Changes);
        foreach (var (version, snapshot) in tabs)
        {
            var document = snapshot;
            foreach (var frame in frames) document = Receive(document, version, JsonNode.Parse(frame.Json.Span)!["payload"]!.AsObject());
            Assert.True(JsonNode.DeepEquals(document, JsonNode.Parse(_user.Line.Durable.Json.Span)), $"A tab from version {version} has {document.ToJsonString()}");
        }

        await _user.LoadAsync();
        Assert.Equal(frames.Count, _user.Line.Durable.Version);

        async Task WriteAsync(Random mine)
        {
            var made = new RandomState(mine);
            for (var i = 0; i < Changes / Writers; i++)
            {
                var present = (JsonObject)JsonNode.Parse(_user.Line.Latest.Json.Span)!;
                var (kind, json) = made.Change(present);
                var result = await _user.ChangeAsync(kind, json, mine.Next(2) == 0 ? null : _user.Line.Latest.Version);
                Assert.Equal(NaiveState.Apply(present, kind, json) is not null, result.Status == StateChangeStatus.Changed);
                if (mine.Next(20) == 0) tabs.Add((_user.Line.Durable.Version, (JsonObject)JsonNode.Parse(_user.Line.Durable.Json.Span)!));
                if (mine.Next(3) == 0) await Task.Yield();
            }
        }
    });

    /// <summary>What a tab does with a <c>state_updated</c>.</summary>
    private static JsonObject Receive(JsonObject document, long held, JsonObject payload)
    {
        if ((long)payload["version"]! <= held) return document;
        var kind = Enum.GetValues<StateChangeKind>().Single(kind => payload.ContainsKey(kind.WireName()));
        return NaiveState.Apply(document, kind, payload[kind.WireName()]!.ToJsonString())!;
    }
}

using CsCheck;
using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains.Tests;

/// <summary>When snapshots are stored, and that any mix of them with changes is read as what was written.</summary>
public sealed class StateSnapshotTests : IAsyncDisposable
{
    private readonly StateUser _user = new();

    public ValueTask DisposeAsync() => _user.DisposeAsync();

    [Fact]
    public Task Apply_ManySmallChanges_StoresASnapshotAfterTheHundredth() => Exclusively.RunAsync(async () =>
    {
        await _user.LoadAsync();
        for (var i = 1; i <= 100; i++) await _user.ChangeAsync(StateChangeKind.Patch, $$"""{"a":{{i}}}""");
        Assert.Equal((0, 100), await StoredAsync());

        await _user.ChangeAsync(StateChangeKind.Patch, """{"a":101}""");
        Assert.Equal((101, 0), await StoredAsync());
        Assert.Equal(101, _user.Pipeline.Durable.StateSnapshotVersion);
    });

    [Fact]
    public Task Apply_LargeChanges_StoresASnapshotWhenTheyMakeUpForIt() => Exclusively.RunAsync(async () =>
    {
        await _user.LoadAsync();
        await _user.ChangeAsync(StateChangeKind.Patch, $$"""{"a":"{{new string('x', 40_000)}}"}""");
        Assert.Equal((1, 0), await StoredAsync());
        for (var i = 0; i < 9; i++) await _user.ChangeAsync(StateChangeKind.Patch, $$"""{"b":"{{new string((char)('a' + i), 2_000)}}"}""");
        Assert.Equal((1, 9), await StoredAsync());

        // The changes pass half of the document.
        for (var i = 0; i < 3; i++) await _user.ChangeAsync(StateChangeKind.Patch, $$"""{"b":"{{new string((char)('k' + i), 2_000)}}"}""");
        Assert.Equal((12, 1), await StoredAsync());
    });

    [Fact]
    public Task Apply_SnapshotNotDurableYet_WaitsWithTheNext() => Exclusively.RunAsync(async () =>
    {
        _user.Limits.StateSnapshotChanges = 1;
        var log = new BlockingLog(_user.User.Log);
        await _user.LoadAsync(log);
        var started = Enumerable.Range(0, 10).Select(i => _user.Start(StateTexts.Change(StateChangeKind.Patch, $$"""{"a":{{i}}}"""))).ToList();
        Assert.Equal([2], started.Where(one => one.Change.StateSnapshot is not null).Select(one => one.Change.StateSnapshot!.Value.Version));

        await log.AnswerAllAsync();
        await started[^1].Commit!.Durable;
        Assert.NotNull(_user.Start(StateTexts.Change(StateChangeKind.Patch, "{}")).Change.StateSnapshot);
    });

    [Fact]
    public Task Apply_SnapshotWithChangesBehindItInOneCommit_IsReadAsWritten() => Exclusively.RunAsync(async () =>
    {
        _user.Limits.StateSnapshotChanges = 3;
        _user.Limits.MaxCommitsInFlight = 1;
        var log = new BlockingLog(_user.User.Log);
        await _user.LoadAsync(log);
        var commits = Enumerable.Range(1, 8).Select(i => _user.Start(StateTexts.Change(StateChangeKind.Updates, $$"""{"a.n{{i}}":{{i}}}""")).Commit!).ToList();
        await log.AnswerAllAsync();
        foreach (var commit in commits) await commit.Durable;

        Assert.Contains(log.Commits, commit => commit.StateSnapshot is { } snapshot && commit.StateChanges[^1].Version > snapshot.Version);
        Assert.Equal((4, 4), await StoredAsync());
        await AssertReloadsAsync();
    });

    [Fact]
    public void Restore_AfterAnyRunOfChangesAndCrashes_IsWhatWasDurable() => Gen.Int.Sample(seed => Exclusively.RunAsync(async () =>
    {
        var random = new Random(seed);
        await using var user = new StateUser();
        user.Limits.StateSnapshotChanges = random.Next(1, 6);
        user.Limits.StateSnapshotBytes = random.Next(1, 200);
        user.Limits.MaxCommitsInFlight = random.Next(1, 4);
        user.Limits.MaxCommitFrames = random.Next(1, 6);
        await user.LoadAsync();
        var (made, waiting) = (new RandomState(random), new List<Task>());
        for (var step = 0; step < 60; step++)
        {
            var (kind, json) = made.Change([]);
            if (user.Start(StateTexts.Change(kind, json)).Commit is { } commit) waiting.Add(commit.Durable);
            if (random.Next(8) > 0) continue;
            await Task.WhenAll(waiting);
            var durable = user.Line.Durable;
            await user.LoadAsync();
            Assert.Equal((durable.Version, StateTexts.Text(durable)), (user.Line.Durable.Version, StateTexts.Text(user.Line.Durable)));
            Assert.Equal(durable.Version, user.Pipeline.Durable.StateVersion);
        }
    }).GetAwaiter().GetResult(), iter: 200);

    [Theory]
    [InlineData(3, "{}")]
    [InlineData(2, "[]")]
    [InlineData(2, "{")]
    public void Restore_ChangeThatDoesNotFit_IsDamage(long version, string json)
    {
        var stored = new StoredState(
            new StateSnapshotRecord(1, "{}"u8.ToArray()), [new StateChangeRecord(version, StateChangeKind.Patch, System.Text.Encoding.UTF8.GetBytes(json))]);
        Assert.Throws<StorageDamagedException>(() => StateLine.Restore(stored, new UserGrainOptions()));
    }

    [Fact]
    public void Restore_SnapshotThatIsNoObject_IsDamage() =>
        Assert.Throws<StorageDamagedException>(() => StateLine.Restore(new StoredState(new StateSnapshotRecord(1, "[]"u8.ToArray()), []), new UserGrainOptions()));

    [Fact]
    public void Restore_LimitsThatWereLowered_TakeNothingAway()
    {
        var stored = new StoredState(
            new StateSnapshotRecord(1, """{"a":"0123456789"}"""u8.ToArray()), [new StateChangeRecord(2, StateChangeKind.Updates, """{"b":1,"c":2}"""u8.ToArray())]);
        var line = StateLine.Restore(stored, new UserGrainOptions { MaxStateBytes = 2, MaxStateOperations = 1 });
        Assert.Equal("""{"a":"0123456789","b":1,"c":2}""", StateTexts.Text(line.Durable));
    }

    private async Task<(long Snapshot, int Changes)> StoredAsync()
    {
        var state = (await _user.User.SnapshotAsync()).State;
        return (state.Snapshot.Version, state.Changes.Count);
    }

    private async Task AssertReloadsAsync()
    {
        var durable = _user.Line.Durable;
        await _user.LoadAsync();
        Assert.Equal((durable.Version, StateTexts.Text(durable)), (_user.Line.Durable.Version, StateTexts.Text(_user.Line.Durable)));
    }
}

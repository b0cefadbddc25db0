using Netra.Abstractions;
using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains.Tests;

public sealed class AttachedStateTests : IAsyncDisposable
{
    private readonly StateUser _user = new();
    private int _reads;

    public ValueTask DisposeAsync() => _user.DisposeAsync();

    [Fact]
    public Task Choose_NoVersion_IsASnapshot() => RunAsync(async () =>
        AssertState(await ChooseAsync(null, cursor: 0), version: 3, reason: null));

    [Fact]
    public Task Choose_NoVersionOfAUserWithoutState_IsAnEmptySnapshot() => Exclusively.RunAsync(async () =>
    {
        await _user.LoadAsync();
        var state = await ChooseAsync(null, cursor: 0);
        Assert.Equal((0, "{}", null), (state!.State.Version, StateTexts.Text(state.State), state.ResyncReason));
        Assert.Null(await ChooseAsync(0, cursor: 0));
    });

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    public Task Choose_CurrentVersion_IsNothingAndReadsNothing(long cursor) => RunAsync(async () =>
    {
        Assert.Null(await ChooseAsync(3, cursor));
        Assert.Equal(0, _reads);
    });

    [Theory]
    [InlineData(2, 4)]
    [InlineData(2, 0)]
    [InlineData(1, 2)]
    [InlineData(0, 0)]
    [InlineData(0, 1)]
    public Task Choose_BehindAndTheReplayHasAllMissed_IsNothing(long held, long cursor) => RunAsync(async () =>
        Assert.Null(await ChooseAsync(held, cursor)));

    [Theory]
    [InlineData(2, 6)]
    [InlineData(1, 4)]
    [InlineData(0, 2)]
    public Task Choose_BehindAndTheReplayBeginsLater_IsAResync(long held, long cursor) => RunAsync(async () =>
        AssertState(await ChooseAsync(held, cursor), version: 3, reason: "reconnection"));

    [Theory]
    [InlineData(4)]
    [InlineData(long.MaxValue)]
    public Task Choose_AheadOfTheServer_IsAResync(long held) => RunAsync(async () =>
        AssertState(await ChooseAsync(held, cursor: 6), version: 3, reason: "reconnection"));

    [Theory]
    [InlineData(null, ResetReason.Retention, "retention")]
    [InlineData(1L, ResetReason.Ahead, "ahead")]
    [InlineData(3L, ResetReason.EpochChanged, "epoch_changed")]
    public Task Choose_Reset_IsAResyncWithItsReason(long? held, ResetReason reset, string reason) => RunAsync(async () =>
    {
        AssertState(await ChooseAsync(held, cursor: 0, reset), version: 3, reason);
        Assert.Equal(0, _reads);
    });

    [Theory]
    [InlineData(SkipReason.Revoked)]
    [InlineData(SkipReason.Expired)]
    public Task Choose_AMissedChangeIsAHole_IsAResync(SkipReason reason) => RunAsync(async () =>
        AssertState(await ChooseAsync(1, cursor: 0, change: entry => entry.Seq == 4 ? entry with { Hole = reason, JsonBytes = 0 } : entry), version: 3, "reconnection"));

    [Fact]
    public Task Choose_AMissedChangeFellToALimit_IsAResync() => RunAsync(async () =>
        AssertState(await ChooseAsync(1, cursor: 0, change: entry => entry.Seq == 4 ? null : entry), version: 3, "reconnection"));

    [Fact]
    public Task Choose_ChangesWhileTheLogIsRead_AreNotOfTheMoment() => RunAsync(async () =>
    {
        var place = new StartingPlace { Cursor = 4, ReplayTo = 6 };
        var state = await AttachedState.ChooseAsync(_user.Line, 1, place, ReadAsync);
        AssertState(state, version: 3, reason: "reconnection");

        async ValueTask<IReadOnlyList<FrameEntry>> ReadAsync()
        {
            await _user.ChangeAsync(StateChangeKind.Patch, """{"d":4}""");
            return await _user.User.Log.ReadEntriesAsync(_user.User.Id, CancellationToken.None);
        }
    });

    /// <summary>With versions 1 to 3 at the seqs 2, 4 and 5, and messages at 1, 3 and 6.</summary>
    private Task RunAsync(Func<Task> test) => Exclusively.RunAsync(async () =>
    {
        await _user.LoadAsync();
        foreach (var change in new[] { null, "a", null, "b", "c", null })
        {
            if (change is not null) await _user.ChangeAsync(StateChangeKind.Patch, $$"""{"{{change}}":1}""");
            else await _user.Pipeline.Stage(new UserChange { Frames = { new NewFrame("note", "n", "{}"u8.ToArray()) } }).Durable;
        }

        await test();
    });

    private ValueTask<StateToSend?> ChooseAsync(long? held, long cursor, ResetReason? reset = null, Func<FrameEntry, FrameEntry?>? change = null)
    {
        var place = new StartingPlace { Cursor = cursor, ReplayTo = _user.Pipeline.Durable.HeadSeq, ResetReason = reset };
        return AttachedState.ChooseAsync(_user.Line, held, place, async () =>
        {
            _reads++;
            var entries = await _user.User.Log.ReadEntriesAsync(_user.User.Id, CancellationToken.None);
            return change is null ? entries : [.. entries.Select(change).Where(entry => entry is not null).Select(entry => entry!.Value)];
        });
    }

    private static void AssertState(StateToSend? state, long version, string? reason)
    {
        Assert.NotNull(state);
        Assert.Equal((version, """{"a":1,"b":1,"c":1}""", reason), (state.State.Version, StateTexts.Text(state.State), state.ResyncReason));
    }
}

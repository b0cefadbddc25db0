using System.Globalization;
using System.Text;
using Netra.Protocol;

namespace Netra.Storage.Conformance;

public abstract partial class UserLogConformance
{
    [Fact]
    public async Task LoadAsync_NoState_IsTheEmptyDocumentAtVersionZero()
    {
        var writer = await WriteTenFramesAsync();
        var state = (await Log.LoadAsync(writer.User, CancellationToken.None)).State;
        Assert.Equal((0L, "{}"), (state.Snapshot.Version, Text(state.Snapshot.Json)));
        Assert.Empty(state.Changes);
    }

    [Fact]
    public async Task CommitAsync_StateChanges_AreLoadedBackInOrder()
    {
        var writer = await LogWriter.LoadAsync(Log, "ada");
        await CommitAsync(writer.Commit(new CommitParts { StateChanges = Changes(1, 2) }));
        await CommitAsync(writer.Commit(new CommitParts
        {
            Places = [Plain with { StateVersion = 3 }],
            StateChanges = [new StateChangeRecord(3, StateChangeKind.Updates, "{\"a.b\":1}"u8.ToArray())],
        }));
        await ReopenAsync();
        await writer.AssertStoredAsync(Log);
        Assert.Equal(3, writer.Model.StateChanges.Count);
    }

    [Fact]
    public async Task CommitAsync_Snapshot_DeletesTheChangesUpToIt()
    {
        var writer = await LogWriter.LoadAsync(Log, "ada");
        await CommitAsync(writer.Commit(new CommitParts { StateChanges = Changes(1, 5) }));
        await CommitAsync(writer.Commit(new CommitParts { StateSnapshot = Document(3) }));
        await writer.AssertStoredAsync(Log);
        Assert.Equal([4L, 5L], writer.Model.StateChanges.Keys);

        // A snapshot takes the changes of its own commit with it, and those behind it stay.
        await CommitAsync(writer.Commit(new CommitParts { StateChanges = Changes(6, 9), StateSnapshot = Document(8) }));
        await ReopenAsync();
        await writer.AssertStoredAsync(Log);
        Assert.Equal([9L], writer.Model.StateChanges.Keys);

        await CommitAsync(writer.Commit(new CommitParts { StateSnapshot = Document(9) }));
        await writer.AssertStoredAsync(Log);
        Assert.Empty(writer.Model.StateChanges);
    }

    [Fact]
    public async Task CommitAsync_SnapshotOverManyChanges_DeletesThemAndLeavesTheNeighbours()
    {
        var neighbour = await LogWriter.LoadAsync(Log, "adz");
        var writer = await LogWriter.LoadAsync(Log, "ada");
        await CommitAsync(neighbour.Commit(new CommitParts { StateChanges = Changes(1, 2), StateSnapshot = Document(1) }));
        await CommitAsync(writer.Commit(new CommitParts { StateChanges = Changes(1, 2_000) }));
        await CommitAsync(writer.Commit(new CommitParts { StateSnapshot = Document(1_999) }));
        await ReopenAsync();
        await writer.AssertStoredAsync(Log);
        await neighbour.AssertStoredAsync(Log);
        Assert.Equal([2_000L], writer.Model.StateChanges.Keys);
    }

    private static StateChangeRecord[] Changes(int first, int last) =>
    [
        .. Enumerable.Range(first, last - first + 1).Select(version => new StateChangeRecord(
            version, StateChangeKind.Patch, Encoding.UTF8.GetBytes($"{{\"version\":{version.ToString(CultureInfo.InvariantCulture)}}}"))),
    ];

    private static StateSnapshotRecord Document(long version) => new(version, "{\"document\":true}"u8.ToArray());
}

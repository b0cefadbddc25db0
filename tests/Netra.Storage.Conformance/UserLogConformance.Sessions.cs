using Netra.Protocol;

namespace Netra.Storage.Conformance;

public abstract partial class UserLogConformance
{
    private static readonly SessionRecord Tab = new(ClientId.Parse("tab"), 0, null, 1_000);
    private static readonly SessionRecord Phone = new(ClientId.Parse("phone"), 5, 7, 2_000);

    [Fact]
    public async Task CommitAsync_Sessions_AreLoadedBack()
    {
        var writer = await LogWriter.LoadAsync(Log, "ada");
        await CommitAsync(writer.Commit(write: [Tab, Phone]));

        await writer.AssertStoredAsync(Log);
        Assert.Equal(2, writer.Sessions.Count);
    }

    [Fact]
    public async Task CommitAsync_SessionWrittenAgain_IsReplaced()
    {
        var writer = await LogWriter.LoadAsync(Log, "ada");
        await CommitAsync(writer.Commit(write: [Tab, Phone]));
        await CommitAsync(writer.Commit(write: [Tab with { AckedSeq = 0 }, Phone with { AckedSeq = null, LastSeenMs = 3_000 }]));
        await ReopenAsync();

        await writer.AssertStoredAsync(Log);
        Assert.Contains(Tab with { AckedSeq = 0 }, writer.Sessions);
    }

    [Fact]
    public async Task CommitAsync_SessionForgotten_IsGoneAndMayComeBack()
    {
        var writer = await LogWriter.LoadAsync(Log, "ada");
        await CommitAsync(writer.Commit(write: [Tab, Phone]));
        await CommitAsync(writer.Commit(forget: [Tab.ClientId, ClientId.Parse("never-there")]));
        await writer.AssertStoredAsync(Log);
        Assert.Equal([Phone], writer.Sessions);

        await CommitAsync(writer.Commit(write: [Tab]));
        await writer.AssertStoredAsync(Log);
    }

    [Fact]
    public async Task CommitAsync_ClientIdsOfEveryKind_DoNotMix()
    {
        var ids = new[] { "a", "a.", "a-", "a_", "A", "aa", "0", new string('z', ClientId.MaxLength) };
        var writer = await LogWriter.LoadAsync(Log, "ada");
        var other = await LogWriter.LoadAsync(Log, "adaa");
        await CommitAsync(writer.Commit(write: [.. ids.Select((id, i) => new SessionRecord(ClientId.Parse(id), i, i, i))]));
        await CommitAsync(other.Commit(write: [Phone]));

        await writer.AssertStoredAsync(Log);
        await other.AssertStoredAsync(Log);
        Assert.Equal(ids.Length, writer.Sessions.Count);
    }
}

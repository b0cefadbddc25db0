using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Netra.Protocol;
using Netra.Storage.Conformance;
using NativeDb = RocksDbSharp.RocksDb;

namespace Netra.Storage.RocksDb.Tests;

/// <summary>A store of format version 1 is raised to the present one when it is opened.</summary>
public sealed class UpgradeTests : IDisposable
{
    private static readonly UserHead AdasHead =
        new(Version1Store.Epoch, 9, 5, 3, 105, 3) { FrameCount = 3, OldestTimestampMs = 103 };

    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    public static TheoryData<string[]> FamiliesOfAStartCutShort =>
        new([], [StoreFormat.DeadLettersFamily], [StoreFormat.WorkFamily, StoreFormat.StateFamily], [StoreFormat.RevokedTokensFamily]);

    [Theory]
    [MemberData(nameof(FamiliesOfAStartCutShort))]
    public async Task Open_Version1_ReadsEverythingAndGoesOn(string[] newFamilies)
    {
        Version1Store.Make(_store.Path, newFamilies);
        for (var opening = 0; opening < 2; opening++)
        {
            await using var backend = _store.Open();
            await using var log = Log(backend);
            var ada = await log.LoadAsync(Version1Store.Ada, CancellationToken.None);
            Assert.Equal(AdasHead, ada.Head);
            Assert.Equal([Version1Store.Session], ada.Sessions);
            Assert.Equal(
                UserHead.Empty(Version1Store.Epoch) with { Revision = 9, HeadSeq = 2, LastTimestampMs = 50 },
                (await log.LoadAsync(UserId.Parse("bob"), CancellationToken.None)).Head);
            Assert.Equal([3L, 4, 5], (await log.ReadEntriesAsync(Version1Store.Ada, CancellationToken.None)).Select(entry => entry.Seq));
        }

        await AssertGoesOnAsync();
    }

    private async Task AssertGoesOnAsync()
    {
        LogWriter writer;
        await using (var backend = _store.Open())
        {
            await using var log = Log(backend);
            writer = await LogWriter.LoadAsync(log, "ada");
            var all = new CommitParts
            {
                Places = [new StoredFrame(0, 0, "new"u8.ToArray()) { Priority = MessagePriority.High, StateVersion = 1 }],
                Oldest = 4,
                Erase = [new(4, SkipReason.Revoked)],
                DeadLetters = [new(3, DeadLetterReason.Overflow, 7)],
                StateChanges = [new(1, StateChangeKind.Patch, "{}"u8.ToArray())],
                Deduplication = [new(new DeduplicationKey(DeduplicationSpace.Client, "1"), 6, 7)],
                Work = [new(1, "work"u8.ToArray())],
                RevokedTokens = [new("jti", 7)],
                TokensRevokedUpToS = 8,
            };
            Assert.Equal(CommitOutcome.Committed, await log.CommitAsync(writer.Commit(all)));
        }

        await using var again = _store.Open();
        await using var reopened = Log(again);
        await writer.AssertStoredAsync(reopened);
    }

    [Fact]
    public async Task Open_Version1_RaisesTheMetaRecordAndMakesTheFamilies()
    {
        Version1Store.Make(_store.Path);
        await using (var _ = _store.Open())
        {
        }

        Assert.Equal(
            StoreFormat.Families.Append(StoreFormat.MetaFamily).Order(StringComparer.Ordinal),
            NativeDb.ListColumnFamilies(new RocksDbSharp.DbOptions(), _store.Path).Order(StringComparer.Ordinal));
        using var database = Database.Open(new RocksDbOptions { Path = _store.Path });
        // What an older build looks at first, and refuses.
        Assert.Equal(3, MetaCodec.DecodeVersion(database.Db.Get(StoreFormat.MetaKey, cf: null, readOptions: null)));
        Assert.Equal(Version1Store.Epoch, database.Epoch);
    }

    [Fact]
    public async Task Open_AfterACrashRightBehindTheUpgrade_FindsVersion3()
    {
        Version1Store.Make(_store.Path);
        await using var backend = _store.Open();
        var copy = _store.CopyLive();
        using var database = Database.Open(new RocksDbOptions { Path = copy });
        Assert.Equal(3, MetaCodec.DecodeVersion(database.Db.Get(StoreFormat.MetaKey, cf: null, readOptions: null)));
    }

    [Fact]
    public async Task LoadAsync_OldestFrameOfAVersion1HeadDamaged_ThrowsDamagedForThatUserAlone()
    {
        Version1Store.Make(_store.Path);
        using (var database = Database.Open(new RocksDbOptions { Path = _store.Path }))
            database.Db.Remove(KeyLayout.Numbered(KeyLayout.Head(Version1Store.Ada), 3), database.Frames, null);

        await using var backend = _store.Open();
        await Assert.ThrowsAsync<StorageDamagedException>(async () => await backend.LoadAsync(Version1Store.Ada, CancellationToken.None));
        Assert.Equal(2, (await backend.LoadAsync(UserId.Parse("bob"), CancellationToken.None)).Head.HeadSeq);
    }

    [Fact]
    public void Open_Version1WithAStrangeFamily_SaysDamaged()
    {
        Version1Store.Make(_store.Path, "outbox");
        Assert.Equal(RocksDbOpenFault.Damaged, Assert.Throws<RocksDbOpenException>(() => _store.Open()).Fault);
    }

    private static UserLog Log(RocksDbBackend backend) =>
        new(backend, Options.Create(new UserLogOptions()), TimeProvider.System, NullLogger<UserLog>.Instance);
}

using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Netra.Protocol;
using Netra.Storage.Conformance;
using NativeDb = RocksDbSharp.RocksDb;

namespace Netra.Storage.RocksDb.Tests;

/// <summary>A store of format version 2 is raised to version 3 when it is opened.</summary>
public sealed class UpgradeFromVersion2Tests : IDisposable
{
    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Open_Version2_ReadsEverything(bool familyIsThere)
    {
        MakeStore(familyIsThere);
        for (var opening = 0; opening < 2; opening++)
        {
            await using var backend = _store.Open();
            await using var log = Log(backend);
            var ada = await log.LoadAsync(Version2Store.Ada, CancellationToken.None);
            Assert.Equal(
                new UserHead(ada.Head.Epoch, ada.Head.Revision, 5, 2, 5, 21)
                {
                    FrameCount = 3,
                    HoleCount = 1,
                    MarkedCount = 1,
                    OldestTimestampMs = 2,
                    StateVersion = 2,
                    StateSnapshotVersion = 1,
                    DeadLetterCount = 1,
                    WorkCount = 1,
                    LastWorkNumber = 2,
                },
                ada.Head);
            Assert.Equal([new SessionRecord(ClientId.Parse("tab"), 1, 2, 1_700_000_000_456)], ada.Sessions);
            Assert.Equal(("{\"a\":1}", "{\"b.c\":2}"), (Text(ada.State.Snapshot.Json), Text(Assert.Single(ada.State.Changes).Json)));
            Assert.Equal((2L, "two"), (Assert.Single(ada.Work).Number, Text(ada.Work[0].Body)));
            Assert.Empty(ada.RevokedTokens);
            var frames = await log.ReadAsync(Version2Store.Ada, 1, 9, 9, 1_000, CancellationToken.None);
            Assert.Equal(["{\"n\":2}", "", "{\"n\":4}", "{\"n\":5}"], frames.Select(frame => Text(frame.Json)));
            var letter = Assert.Single(await log.ReadDeadLettersAsync(Version2Store.Ada, 0, 9, 1_000, CancellationToken.None));
            Assert.Equal((1L, "{\"n\":1}"), (letter.Seq, Text(letter.Json)));
            Assert.Equal("id-é", Assert.Single(await log.ReadDeduplicationAsync(Version2Store.Ada, CancellationToken.None)).Key.Id);
            Assert.Equal(1, (await log.LoadAsync(Version2Store.Bob, CancellationToken.None)).Head.HeadSeq);
        }
    }

    [Fact]
    public async Task Open_Version2_GoesOnWithRevokedTokens()
    {
        MakeStore(familyIsThere: false);
        LogWriter writer;
        await using (var backend = _store.Open())
        {
            await using var log = Log(backend);
            writer = await LogWriter.LoadAsync(log, "ada");
            var revoked = new CommitParts { RevokedTokens = [new("jti", 7)], TokensRevokedUpToS = 8 };
            Assert.Equal(CommitOutcome.Committed, await log.CommitAsync(writer.Commit(revoked)));
        }

        await using var again = _store.Open();
        await using var reopened = Log(again);
        await writer.AssertStoredAsync(reopened);
        Assert.Equal((1L, 8L), (writer.Head.RevokedTokenCount, writer.Head.TokensRevokedUpToS));
    }

    [Fact]
    public async Task Open_Version2_RaisesTheMetaRecordAndMakesTheFamily()
    {
        MakeStore(familyIsThere: false);
        await using (var _ = _store.Open())
        {
        }

        Assert.Contains(StoreFormat.RevokedTokensFamily, NativeDb.ListColumnFamilies(new RocksDbSharp.DbOptions(), _store.Path));
        using var database = Database.Open(new RocksDbOptions { Path = _store.Path });
        Assert.Equal(3, MetaCodec.DecodeVersion(database.Db.Get(StoreFormat.MetaKey, cf: null, readOptions: null)));
    }

    [Fact]
    public void Open_Version2WithoutAFamilyOfItsOwn_SaysDamaged()
    {
        MakeStore(familyIsThere: false);
        var families = new RocksDbSharp.ColumnFamilies();
        foreach (var name in StoreFormat.FamiliesOfVersion2) families.Add(name, new RocksDbSharp.ColumnFamilyOptions());
        using (var db = NativeDb.Open(new RocksDbSharp.DbOptions(), _store.Path, families)) db.DropColumnFamily(StoreFormat.WorkFamily);
        var fault = Assert.Throws<RocksDbOpenException>(() => _store.Open());
        Assert.Equal(RocksDbOpenFault.Damaged, fault.Fault);
        Assert.Contains("'work'", fault.Message, StringComparison.Ordinal);
    }

    private void MakeStore(bool familyIsThere) => Version2Store.Make(_store.Path, familyIsThere ? [StoreFormat.RevokedTokensFamily] : []);

    private static string Text(ReadOnlyMemory<byte> utf8) => Encoding.UTF8.GetString(utf8.Span);

    private static UserLog Log(RocksDbBackend backend) =>
        new(backend, Options.Create(new UserLogOptions()), TimeProvider.System, NullLogger<UserLog>.Instance);
}

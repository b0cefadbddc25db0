using System.Text;
using Netra.Protocol;
using Netra.Storage.Conformance;

namespace Netra.Storage.RocksDb.Tests;

public sealed class DamagedRecordTests : IDisposable
{
    private const string Payload = "a-payload-that-must-not-be-told";
    private static readonly UserId Ada = UserId.Parse("ada");
    private static readonly UserId Bob = UserId.Parse("bob");

    private static readonly DeduplicationRecord Accepted = new(new DeduplicationKey(DeduplicationSpace.Client, "id"), 1, 5);

    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task ReadAsync_TableFileDamaged_ThrowsDamaged()
    {
        await WriteAsync();
        var tables = _store.Files("*.sst").Where(file => File.ReadAllBytes(file.FullName).AsSpan().IndexOf(Encoding.UTF8.GetBytes(Payload)) >= 0);
        FileDamage.FlipIn(Assert.Single(tables), Encoding.UTF8.GetBytes(Payload));
        await using var backend = _store.Open();
        await AssertDamagedAsync(async () => await backend.ReadAsync(Ada, 1, 10, 10, 1_000, CancellationToken.None));
    }

    [Fact]
    public async Task ReadAsync_FrameMissing_ThrowsDamagedThere()
    {
        await using var backend = await WriteAndEditAsync(
            StoreFormat.FramesFamily, KeyLayout.Numbered(KeyLayout.Head(Ada), 2), _ => null);
        Assert.Single(await backend.ReadAsync(Ada, 1, 1, 10, 1_000, CancellationToken.None));
        await AssertDamagedAsync(async () => await backend.ReadAsync(Ada, 1, 3, 10, 1_000, CancellationToken.None));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(12)]
    [InlineData(-1)]
    public async Task ReadAsync_FrameDamaged_ThrowsDamaged(int index)
    {
        await using var backend = await WriteAndEditAsync(
            StoreFormat.FramesFamily, KeyLayout.Numbered(KeyLayout.Head(Ada), 2), record => Flip(record, index));
        await AssertDamagedAsync(async () => await backend.ReadAsync(Ada, 1, 3, 10, 1_000, CancellationToken.None));
    }

    [Fact]
    public async Task ReadAsync_FrameOfAnotherPlace_ThrowsDamaged()
    {
        byte[]? first = null;
        await using (var _ = await WriteAndEditAsync(
            StoreFormat.FramesFamily, KeyLayout.Numbered(KeyLayout.Head(Ada), 1), record => first = record))
        {
        }

        Edit(StoreFormat.FramesFamily, KeyLayout.Numbered(KeyLayout.Head(Ada), 2), _ => first);
        await using var backend = _store.Open();
        await AssertDamagedAsync(async () => await backend.ReadAsync(Ada, 1, 3, 10, 1_000, CancellationToken.None));
    }

    [Fact]
    public async Task LoadAsync_SessionDamaged_ThrowsDamaged()
    {
        var key = KeyLayout.Session(KeyLayout.Head(Ada), ClientId.Parse("tab"));
        await using var backend = await WriteAndEditAsync(StoreFormat.SessionsFamily, key, record => Flip(record, 5));
        await AssertDamagedAsync(async () => await backend.LoadAsync(Ada, CancellationToken.None));
    }

    [Fact]
    public async Task CommitAsync_HeadDamaged_ConflictsAndLeavesOthersAlone()
    {
        await using var backend = await WriteAndEditAsync(StoreFormat.HeadsFamily, KeyLayout.Head(Ada), record => Flip(record, 9));
        await AssertDamagedAsync(async () => await backend.LoadAsync(Ada, CancellationToken.None));

        var bob = new LogWriter(Bob, (await backend.LoadAsync(Bob, CancellationToken.None)).Head);
        var ada = new LogWriter(Ada, UserHead.Empty(bob.Head.Epoch));
        var outcomes = new CommitOutcome[2];
        await backend.CommitAsync([ada.Append("1"), bob.Append("1")], outcomes, CancellationToken.None);
        Assert.Equal([CommitOutcome.Conflict, CommitOutcome.Committed], outcomes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task ReadEntriesAsync_PlaceMissing_ThrowsDamaged(int seq)
    {
        await using var backend = await WriteAndEditAsync(StoreFormat.FramesFamily, KeyLayout.Numbered(KeyLayout.Head(Ada), seq), _ => null);
        await AssertDamagedAsync(async () => await backend.ReadEntriesAsync(Ada, CancellationToken.None));
    }

    [Fact]
    public async Task ReadAsync_OldestMissingFromALogWithGaps_ThrowsDamaged()
    {
        await WriteAsync(new CommitParts { Remove = [2] });
        Edit(StoreFormat.FramesFamily, KeyLayout.Numbered(KeyLayout.Head(Ada), 1), _ => null);
        await using var backend = _store.Open();
        Assert.Single(await backend.ReadAsync(Ada, 2, 3, 10, 1_000, CancellationToken.None));
        await AssertDamagedAsync(async () => await backend.ReadAsync(Ada, 1, 3, 10, 1_000, CancellationToken.None));
    }

    [Fact]
    public async Task ReadAsync_FrameMissingBesideHoles_ThrowsDamaged()
    {
        await WriteAsync(new CommitParts { Erase = [new(3, SkipReason.Revoked)] });
        Edit(StoreFormat.FramesFamily, KeyLayout.Numbered(KeyLayout.Head(Ada), 2), _ => null);
        await using var backend = _store.Open();
        await AssertDamagedAsync(async () => await backend.ReadAsync(Ada, 1, 3, 10, 1_000, CancellationToken.None));
    }

    [Theory]
    [InlineData(StoreFormat.StateFamily, 0, false)]
    [InlineData(StoreFormat.StateFamily, 0, true)]
    [InlineData(StoreFormat.StateFamily, 2, false)]
    [InlineData(StoreFormat.StateFamily, 2, true)]
    [InlineData(StoreFormat.WorkFamily, 1, false)]
    [InlineData(StoreFormat.WorkFamily, 1, true)]
    public async Task LoadAsync_StateOrWorkDamagedOrMissing_ThrowsDamaged(string family, int number, bool isMissing)
    {
        await WriteEveryPartAsync();
        var user = KeyLayout.Head(Ada);
        Edit(family, number == 0 ? user : KeyLayout.Numbered(user, number), record => isMissing ? null : Flip(record, 3));
        await using var backend = _store.Open();
        await AssertDamagedAsync(async () => await backend.LoadAsync(Ada, CancellationToken.None));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task LoadAsync_RevokedTokenDamagedOrMissing_ThrowsDamaged(bool isMissing)
    {
        await WriteEveryPartAsync();
        Edit(StoreFormat.RevokedTokensFamily, KeyLayout.RevokedToken(KeyLayout.Head(Ada), "jti"), record => isMissing ? null : Flip(record, 3));
        await using var backend = _store.Open();
        await AssertDamagedAsync(async () => await backend.LoadAsync(Ada, CancellationToken.None));
    }

    [Fact]
    public async Task ReadDeadLettersAndDeduplication_RecordDamaged_ThrowsDamaged()
    {
        await WriteEveryPartAsync();
        var user = KeyLayout.Head(Ada);
        Edit(StoreFormat.DeadLettersFamily, KeyLayout.Numbered(user, 1), record => Flip(record, 12));
        Edit(StoreFormat.DeduplicationFamily, KeyLayout.Deduplication(user, Accepted.Key), record => Flip(record, 2));
        await using var backend = _store.Open();
        await AssertDamagedAsync(async () => await backend.ReadDeadLettersAsync(Ada, 0, 10, 1_000, CancellationToken.None));
        await AssertDamagedAsync(async () => await backend.ReadDeduplicationAsync(Ada, CancellationToken.None));
        Assert.Equal(3, (await backend.LoadAsync(Ada, CancellationToken.None)).Head.HeadSeq);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CommitAsync_FrameToCopyOrEraseDamaged_FailsAlone(bool isErased)
    {
        await using var backend = await WriteAndEditAsync(
            StoreFormat.FramesFamily, KeyLayout.Numbered(KeyLayout.Head(Ada), 1), record => Flip(record, 9));
        var head = (await backend.LoadAsync(Ada, CancellationToken.None)).Head;
        var bob = new LogWriter(Bob, UserHead.Empty(head.Epoch));
        var ada = new UserCommit
        {
            User = Ada,
            Expected = head,
            Next = head with { Revision = 77 },
            DeadLettersToAdd = isErased ? [] : [new DeadLetterToAdd(1, DeadLetterReason.Age, 1)],
            FramesToErase = isErased ? [new FrameHole(1, SkipReason.Revoked)] : [],
        };
        var outcomes = new CommitOutcome[2];
        await backend.CommitAsync([ada, bob.Append("1")], outcomes, CancellationToken.None);
        Assert.Equal([CommitOutcome.Damaged, CommitOutcome.Committed], outcomes);
        Assert.Equal(head, (await backend.LoadAsync(Ada, CancellationToken.None)).Head);
    }

    [Fact]
    public async Task FindUsersWithWorkAsync_KeyOfNoUser_IsPassedOver()
    {
        await WriteEveryPartAsync();
        using (var database = Database.Open(new RocksDbOptions { Path = _store.Path }))
        {
            database.Db.Put([0, 1, 2], [1], database.Work, null);
            database.Db.Put([.. Enumerable.Repeat((byte)0xFF, 30)], [1], database.Work, null);
        }

        await using var backend = _store.Open();
        Assert.Equal([Ada], await backend.FindUsersWithWorkAsync(null, 10, CancellationToken.None));
        Assert.Empty(await backend.FindUsersWithWorkAsync(Ada, 10, CancellationToken.None));
    }

    private static byte[] Flip(byte[] record, int index)
    {
        record[index < 0 ? record.Length + index : index] ^= 0x10;
        return record;
    }

    private static async Task AssertDamagedAsync(Func<Task> read)
    {
        var exception = await Assert.ThrowsAsync<StorageDamagedException>(read);
        Assert.DoesNotContain(Payload[1..], exception.ToString(), StringComparison.Ordinal);
    }

    private async Task<RocksDbBackend> WriteAndEditAsync(string family, byte[] key, Func<byte[], byte[]?> edit)
    {
        await WriteAsync();
        Edit(family, key, edit);
        return _store.Open();
    }

    private Task WriteEveryPartAsync() => WriteAsync(new CommitParts
    {
        Oldest = 2,
        DeadLetters = [new(1, DeadLetterReason.Age, 1)],
        StateChanges = [new(1, StateChangeKind.Patch, "{}"u8.ToArray()), new(2, StateChangeKind.Patch, "{}"u8.ToArray())],
        StateSnapshot = new StateSnapshotRecord(1, "{}"u8.ToArray()),
        Deduplication = [Accepted],
        Work = [new(1, "work"u8.ToArray()), new(2, "work"u8.ToArray())],
        RevokedTokens = [new("jti", 5), new("another", 6)],
    });

    private async Task WriteAsync(CommitParts? more = null)
    {
        await using (var backend = _store.Open())
        {
            var writer = new LogWriter(Ada, (await backend.LoadAsync(Ada, CancellationToken.None)).Head);
            var session = new SessionRecord(ClientId.Parse("tab"), 0, 1, 5);
            var frames = new[] { "1", Payload, "3" }.Select(Encoding.UTF8.GetBytes).ToArray();
            await backend.CommitAsync([writer.Commit(frames, write: [session])], new CommitOutcome[1], CancellationToken.None);
            if (more is not null) await backend.CommitAsync([writer.Commit(more)], new CommitOutcome[1], CancellationToken.None);
        }

        await using var again = _store.Open();
    }

    private void Edit(string family, byte[] key, Func<byte[], byte[]?> edit)
    {
        using var database = Database.Open(new RocksDbOptions { Path = _store.Path });
        var handle = database.Db.GetColumnFamily(family);
        if (edit(database.Db.Get(key, handle, null)) is { } edited) database.Db.Put(key, edited, handle, null);
        else database.Db.Remove(key, handle, null);
    }
}

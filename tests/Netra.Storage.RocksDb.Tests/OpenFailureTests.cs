using Netra.Protocol;
using Netra.Storage.Conformance;
using NativeDb = RocksDbSharp.RocksDb;

namespace Netra.Storage.RocksDb.Tests;

public sealed class OpenFailureTests : IDisposable
{
    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Open_StoreIsOpenAlready_SaysLocked()
    {
        await using var first = _store.Open();
        AssertFault(RocksDbOpenFault.Locked, "open in another process");
        await first.DisposeAsync();
        await using var second = _store.Open();
        Assert.NotEqual(default, (await second.LoadAsync(UserId.Parse("ada"), CancellationToken.None)).Head.Epoch);
    }

    [Fact]
    public void Open_PathIsAFile_SaysNotADirectory()
    {
        File.WriteAllText(_store.Path, "");
        AssertFault(RocksDbOpenFault.NotADirectory, "not a directory");
        AssertFault(RocksDbOpenFault.NotADirectory, "not a directory", Path.Combine(_store.Path, "below"));
    }

    [Fact]
    public async Task Open_NewerFormat_SaysBothVersions()
    {
        await WriteAsync();
        EditMeta(_ => MetaCodec.Encode(Epoch.NewEpoch(), version: 7));
        AssertFault(RocksDbOpenFault.NewerFormat, "format version 7; this build knows versions up to 3");
    }

    [Fact]
    public async Task Open_NewerFormatWithAFamilyOfItsOwn_SaysBothVersions()
    {
        await WriteAsync();
        EditMeta(_ => MetaCodec.Encode(Epoch.NewEpoch(), version: 4), newFamily: "outbox");
        AssertFault(RocksDbOpenFault.NewerFormat, "format version 4; this build knows versions up to 3");
    }

    [Fact]
    public async Task Open_UnknownFamilyInThisFormat_SaysDamaged()
    {
        await WriteAsync();
        EditMeta(meta => meta, newFamily: "outbox");
        AssertFault(RocksDbOpenFault.Damaged, "outbox");
    }

    [Theory]
    [InlineData(StoreFormat.HeadsFamily)]
    [InlineData(StoreFormat.WorkFamily)]
    public async Task Open_FamilyMissing_SaysDamagedEachTime(string family)
    {
        await WriteAsync();
        EditMeta(meta => meta, lostFamily: family);
        AssertFault(RocksDbOpenFault.Damaged, family);
        AssertFault(RocksDbOpenFault.Damaged, family);
    }

    [Fact]
    public async Task Open_MetaMissing_SaysDamaged()
    {
        await WriteAsync();
        EditMeta(_ => null);
        AssertFault(RocksDbOpenFault.Damaged, "meta record is missing");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    [InlineData(9)]
    [InlineData(-1)]
    public async Task Open_MetaDamaged_SaysDamaged(int index)
    {
        await WriteAsync();
        EditMeta(meta =>
        {
            meta[index < 0 ? meta.Length + index : index] ^= 0x01;
            return meta;
        });
        AssertFault(RocksDbOpenFault.Damaged, "meta record of the store is damaged");
    }

    [Theory]
    [InlineData("CURRENT")]
    [InlineData("MANIFEST-*")]
    public async Task Open_FileEmptied_SaysDamaged(string pattern)
    {
        await WriteAsync();
        foreach (var file in _store.Files(pattern)) FileDamage.Truncate(file, 0);
        AssertFault(RocksDbOpenFault.Damaged, "damaged");
    }

    [Theory]
    [InlineData("CURRENT")]
    [InlineData("MANIFEST-*")]
    [InlineData("*.sst")]
    public async Task Open_FileMissing_SaysDamaged(string pattern)
    {
        await WriteAsync();
        var files = _store.Files(pattern).ToList();
        Assert.NotEmpty(files);
        foreach (var file in files) file.Delete();
        AssertFault(RocksDbOpenFault.Damaged, "damaged");
    }

    [Theory]
    [InlineData("MANIFEST-*")]
    [InlineData("*.sst")]
    public async Task Open_FileCutInHalf_SaysDamaged(string pattern)
    {
        await WriteAsync();
        foreach (var file in _store.Files(pattern).ToList()) FileDamage.Truncate(file, file.Length / 2);
        AssertFault(RocksDbOpenFault.Damaged, "damaged");
    }

    [Fact]
    public async Task Open_ManifestByteFlipped_SaysDamaged()
    {
        await WriteAsync();
        foreach (var file in _store.Files("MANIFEST-*")) FileDamage.FlipByte(file, file.Length / 2);
        AssertFault(RocksDbOpenFault.Damaged, "damaged");
    }

    /// <summary>Writes, and opens once more, which moves the write-ahead log into table files.</summary>
    private async Task WriteAsync()
    {
        await using (var backend = _store.Open())
        {
            var user = UserId.Parse("ada");
            var writer = new LogWriter(user, (await backend.LoadAsync(user, CancellationToken.None)).Head);
            await backend.CommitAsync([writer.Append("1", "2")], new CommitOutcome[1], CancellationToken.None);
        }

        await using var again = _store.Open();
    }

    private void EditMeta(Func<byte[], byte[]?> edit, string? newFamily = null, string? lostFamily = null)
    {
        var options = new RocksDbSharp.DbOptions();
        var families = new RocksDbSharp.ColumnFamilies();
        foreach (var name in StoreFormat.Families)
            families.Add(name, DatabaseOptions.ForUsers(new RocksDbOptions(), RocksDbSharp.Cache.CreateLru(1 << 20)));
        using var db = NativeDb.Open(options, _store.Path, families);
        if (lostFamily is not null) db.DropColumnFamily(lostFamily);
        if (newFamily is not null) db.CreateColumnFamily(new RocksDbSharp.ColumnFamilyOptions(), newFamily);
        var key = StoreFormat.MetaKey.ToArray();
        if (edit(db.Get(key)) is { } edited) db.Put(key, edited);
        else db.Remove(key);
    }

    private void AssertFault(RocksDbOpenFault fault, string message, string? path = null)
    {
        var exception = Assert.Throws<RocksDbOpenException>(() => _store.Open(path));
        Assert.True(fault == exception.Fault, $"{exception.Fault}: {exception.Message}");
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.Contains(_store.Path, exception.Message, StringComparison.Ordinal);
    }
}

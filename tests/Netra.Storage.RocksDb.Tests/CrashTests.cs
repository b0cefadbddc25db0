using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Netra.Storage.Conformance;

namespace Netra.Storage.RocksDb.Tests;

public sealed class CrashTests : IDisposable
{
    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Open_AfterACrash_HasEverythingAcknowledged()
    {
        await using var backend = _store.Open();
        var writers = await WriteAsync(backend, commits: 200);
        await AssertStoredAsync(_store.CopyLive(), writers);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(1_000)]
    public async Task Open_LastRecordTorn_HasEverythingBeforeIt(int bytesLost)
    {
        await using var backend = _store.Open();
        var writers = await WriteAsync(backend, commits: 50);
        var acknowledged = _store.LastLog().Length;
        var torn = new LogWriter(writers[0].User, writers[0].Head);
        await backend.CommitAsync([torn.Commit([new byte[2_000]])], new CommitOutcome[1], CancellationToken.None);

        // The crash comes while the last group is written: nobody was told that it is durable.
        var copy = _store.CopyLive();
        var log = _store.LastLog(copy);
        Assert.True(log.Length - bytesLost > acknowledged);
        FileDamage.Truncate(log, log.Length - bytesLost);
        await AssertStoredAsync(copy, writers);
    }

    [Fact]
    public async Task Open_LogDamagedInTheMiddle_RefusesInsteadOfDroppingTheRest()
    {
        await using var backend = _store.Open();
        await WriteAsync(backend, commits: 50);
        var copy = _store.CopyLive();
        var log = _store.LastLog(copy);
        FileDamage.FlipByte(log, log.Length / 2);

        var exception = Assert.Throws<RocksDbOpenException>(() => _store.Open(copy));
        Assert.True(exception.Fault == RocksDbOpenFault.Damaged, $"{exception.Fault}: {exception.Message}");
    }

    [Fact]
    public async Task Open_CreationCutShort_MakesTheStore()
    {
        Directory.CreateDirectory(_store.Path);
        await File.WriteAllTextAsync(Path.Combine(_store.Path, "MANIFEST-000001"), "");
        await using var backend = _store.Open();
        var writers = await WriteAsync(backend, commits: 1);
        await AssertStoredAsync(_store.CopyLive(), writers);
    }

    private static async Task<List<LogWriter>> WriteAsync(RocksDbBackend backend, int commits)
    {
        await using var log = Log(backend);
        var writers = new List<LogWriter>();
        foreach (var user in (string[])["ada", "bob", "eve"]) writers.Add(await LogWriter.LoadAsync(log, user));
        for (var i = 0; i < commits; i++)
        {
            var outcomes = await Task.WhenAll(writers.Select(writer => log.CommitAsync(writer.Commit(
                [new byte[100], new byte[1 + i]], oldest: Math.Max(1, writer.Head.HeadSeq - 50)))));
            Assert.All(outcomes, outcome => Assert.Equal(CommitOutcome.Committed, outcome));
        }

        return writers;
    }

    private async Task AssertStoredAsync(string path, List<LogWriter> writers)
    {
        await using var backend = _store.Open(path);
        await using var log = Log(backend);
        foreach (var writer in writers) await writer.AssertStoredAsync(log);
    }

    private static UserLog Log(RocksDbBackend backend) =>
        new(backend, Options.Create(new UserLogOptions()), TimeProvider.System, NullLogger<UserLog>.Instance);
}

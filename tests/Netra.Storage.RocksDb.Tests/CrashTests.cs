using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Netra.Protocol;
using Netra.Storage.Conformance;

namespace Netra.Storage.RocksDb.Tests;

public sealed class CrashTests : IDisposable
{
    private const string SeedVariable = "NETRA_TEST_SEED";

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
    public async Task Open_LastRecordOfEveryPartTorn_HasNothingOfIt()
    {
        await using var backend = _store.Open();
        var writers = await WriteAsync(backend, commits: 20);
        var acknowledged = _store.LastLog().Length;
        var torn = new LogWriter(writers[0].User, writers[0].Head);
        await backend.CommitAsync([torn.Commit(EveryPart(writers[0]))], new CommitOutcome[1], CancellationToken.None);
        var length = _store.LastLog().Length;
        for (var lost = 1L; length - lost > acknowledged; lost += 1 + ((length - acknowledged) / 8))
        {
            var copy = _store.CopyLive();
            FileDamage.Truncate(_store.LastLog(copy), length - lost);
            await AssertStoredAsync(copy, writers);
        }
    }

    [Fact]
    public async Task Open_LastRecordEndsInZeros_RefusesForItCannotTellItFromDamage()
    {
        await using var backend = _store.Open();
        var writers = await WriteAsync(backend, commits: 50);
        var torn = new LogWriter(writers[0].User, writers[0].Head);
        await backend.CommitAsync([torn.Commit([new byte[2_000]])], new CommitOutcome[1], CancellationToken.None);
        var copy = _store.CopyLive();
        var log = _store.LastLog(copy);
        var length = log.Length;
        FileDamage.Truncate(log, length - 1_000);
        FileDamage.Truncate(log, length);

        var exception = Assert.Throws<RocksDbOpenException>(() => _store.Open(copy));
        Assert.True(exception.Fault == RocksDbOpenFault.Damaged, $"{exception.Fault}: {exception.Message}");
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

    private static CommitParts EveryPart(LogWriter writer) => new()
    {
        Places = [new StoredFrame(0, 0, new byte[500]) { StateVersion = writer.Head.StateVersion + 1 }, new StoredFrame(0, 0, default) { Hole = SkipReason.Revoked }],
        DeadLetters = [new(writer.Head.HeadSeq + 2, DeadLetterReason.HandlerFailed, 1, new byte[300])],
        Sessions = [new SessionRecord(ClientId.Parse("late"), 1, 2, 3)],
        StateChanges = [new(writer.Head.StateVersion + 1, StateChangeKind.Patch, new byte[100])],
        StateSnapshot = new StateSnapshotRecord(writer.Head.StateVersion + 1, new byte[300]),
        Deduplication = [new(new DeduplicationKey(DeduplicationSpace.Client, "late"), 1, 2)],
        Work = [new(writer.Head.LastWorkNumber + 1, new byte[200])],
    };

    private static async Task<List<LogWriter>> WriteAsync(RocksDbBackend backend, int commits)
    {
        await using var log = Log(backend);
        var writers = new List<LogWriter>();
        foreach (var user in (string[])["ada", "bob", "eve"]) writers.Add(await LogWriter.LoadAsync(log, user));
        var seed = int.TryParse(Environment.GetEnvironmentVariable(SeedVariable), out var given) ? given : Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"{SeedVariable}={seed}");
        var random = new Random(seed);
        for (var i = 0; i < commits; i++)
        {
            // Every second commit is of any parts; the others append and trim.
            var outcomes = await Task.WhenAll(writers.Select(writer => log.CommitAsync(i % 2 == 0
                ? writer.Commit(RandomParts.Next(random, writer))
                : writer.Commit([new byte[100], new byte[1 + i]]))));
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
        new(backend, Options.Create(new UserLogOptions { CommitTimeout = TimeSpan.FromMinutes(2) }), TimeProvider.System, NullLogger<UserLog>.Instance);
}

using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Netra.Abstractions;
using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains.Tests;

/// <summary>One user on an empty store, and pipelines that write to it. Take its parts from within <see cref="Exclusively"/>.</summary>
internal sealed class LogUser : IAsyncDisposable
{
    private readonly UserLog _log;

    public LogUser()
    {
        _log = new UserLog(new InMemoryBackend(), Options.Create(new UserLogOptions { CommitTimeout = TimeSpan.FromMinutes(2) }), TimeProvider.System, NullLogger<UserLog>.Instance);
    }

    public UserId Id { get; } = UserId.TryParse("ada", out var id) ? id : throw new InvalidOperationException();

    public UserGrainOptions Limits { get; } = new();

    public SignallingTime Time { get; } = new();

    public IUserLog Log => _log;

    /// <summary>The seqs that were reported durable, in the order of the reports.</summary>
    public List<long> Reported { get; } = [];

    /// <summary>The highest durable acknowledged position.</summary>
    public long Acked { get; set; }

    /// <summary>What looking for it fails with: a fault of the code, not of storage.</summary>
    public Exception? AckedFailure { get; set; }

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    /// <summary>A pipeline as a grain has it after loading, over a double or the store itself.</summary>
    public async Task<CommitPipeline> LoadAsync(IUserLog? over = null)
    {
        var snapshot = await SnapshotAsync();
        return new CommitPipeline(
            Id, snapshot.Head, over ?? Log, Limits, Time, () => AckedFailure is { } failure ? throw failure : Acked, commit => Reported.AddRange(commit.Frames.Select(frame => frame.Seq)));
    }

    public async Task<UserSnapshot> SnapshotAsync() => await Log.LoadAsync(Id, CancellationToken.None);

    /// <summary>What another activation of this user does: loads, appends, and is done.</summary>
    public async Task IntrudeAsync(int messages = 1)
    {
        var snapshot = await SnapshotAsync();
        var other = new CommitPipeline(Id, snapshot.Head, Log, Limits, Time, () => Acked, _ => { });
        for (var i = 0; i < messages; i++) await other.Append(Messages(1)).Commit.Durable;
    }

    public async Task<IReadOnlyList<DeadLetterRecord>> LettersAsync() =>
        await Log.ReadDeadLettersAsync(Id, 0, int.MaxValue, int.MaxValue, CancellationToken.None);

    public async Task<List<StoredFrame>> ReadAllAsync()
    {
        var frames = new List<StoredFrame>();
        while (true)
        {
            var page = await Log.ReadAsync(Id, frames.Count == 0 ? 1 : frames[^1].Seq + 1, long.MaxValue, 1_000, int.MaxValue, CancellationToken.None);
            if (page.Count == 0) return frames;
            frames.AddRange(page);
        }
    }

    public static NewMessage[] Messages(int count, int payloadBytes = 10) =>
        [.. Enumerable.Range(0, count).Select(_ => new NewMessage("note", null, Payload(payloadBytes)))];

    public static long[] Range(long first, long last) => [.. Enumerable.Range((int)first, (int)(last - first + 1)).Select(seq => (long)seq)];

    private static ReadOnlyMemory<byte> Payload(int bytes) => Encoding.UTF8.GetBytes($"{{\"t\":\"{new string('x', Math.Max(0, bytes - 8))}\"}}");
}

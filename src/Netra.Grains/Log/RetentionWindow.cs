using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains;

/// <summary>
/// Decides which of a user's oldest frames fall to a limit. Knows the sizes of a few of the oldest frames, read ahead from the log, so that a
/// user costs no index in memory. Not thread-safe.
/// </summary>
/// <remarks>
/// Only durable frames are dropped. A commit that is larger than the limits is trimmed by the one after it, which the pipeline
/// adds by itself.
/// </remarks>
internal sealed class RetentionWindow(UserId user, IUserLog log, UserGrainOptions options, TimeProvider time)
{
    private const int ReadAheadFrames = 64;
    private const int ReadAheadBytes = 128 * 1024;

    /// <summary>The oldest retained frames that are known: contiguous from the sealed head's oldest.</summary>
    private readonly Queue<(long Seq, int Bytes, long TimestampMs)> _oldest = new();

    /// <summary>When the oldest frame that is known of reaches the age limit. Read once after the start of the grain.</summary>
    private long _nextAgeCheckMs;

    /// <summary>The oldest frame is not where the head says: another writer has trimmed. The next commit conflicts, and needs no reading.</summary>
    private bool _isStale;

    /// <summary>Whether the head, as it is on storage, is over a limit.</summary>
    public bool IsOver(UserHead head) =>
        head.RetainedCount > options.MaxMessages || head.RetainedBytes > options.MaxBytes;

    /// <summary>Whether something must be dropped with <paramref name="commit"/> and what is oldest is not known.</summary>
    public bool NeedsRead(UserHead expected, UserHead durable, StagedCommit commit)
    {
        if (_isStale || _oldest.Count > 0 || expected.RetainedCount == 0 || expected.OldestSeq > durable.HeadSeq) return false;
        var (count, bytes) = After(expected, commit);
        return count > options.MaxMessages || bytes > options.MaxBytes || NowMs() >= _nextAgeCheckMs;
    }

    /// <summary>Reads what is oldest.</summary>
    /// <exception cref="StorageUnavailableException">Storage did not answer in time.</exception>
    public async Task ReadOldestAsync(UserHead expected, UserHead durable)
    {
        using var timeout = new CancellationTokenSource(options.ReadTimeout, time);
        IReadOnlyList<StoredFrame> frames;
        try
        {
            frames = await log.ReadAsync(user, expected.OldestSeq, durable.HeadSeq, ReadAheadFrames, ReadAheadBytes, timeout.Token);
        }
        catch (OperationCanceledException exception)
        {
            throw new StorageUnavailableException("The oldest frames of the user's log were not read in time.", exception);
        }

        if (frames.Count == 0 || frames[0].Seq != expected.OldestSeq)
        {
            _isStale = true;
            return;
        }

        foreach (var frame in frames) _oldest.Enqueue((frame.Seq, frame.Json.Length, frame.TimestampMs));
        _nextAgeCheckMs = frames[0].TimestampMs + (long)options.MaxAge.TotalMilliseconds;
    }

    /// <summary>The head after <paramref name="commit"/>, with what falls to a limit left out.</summary>
    public UserHead Advance(UserHead expected, UserHead durable, StagedCommit commit)
    {
        var head = commit.Frames.Count == 0 ? expected.HeadSeq : commit.Frames[^1].Seq;
        var (count, bytes) = After(expected, commit);
        var first = expected.FirstRetainedSeq;
        var tooOldMs = NowMs() - (long)options.MaxAge.TotalMilliseconds;
        while (_oldest.TryPeek(out var oldest) && oldest.Seq <= durable.HeadSeq
            && (count > options.MaxMessages || bytes > options.MaxBytes || oldest.TimestampMs <= tooOldMs))
        {
            _oldest.Dequeue();
            first = oldest.Seq + 1;
            bytes -= oldest.Bytes;
            count--;
        }

        return expected with
        {
            HeadSeq = head,
            OldestSeq = first > head ? 0 : first,
            LastTimestampMs = commit.Frames.Count == 0 ? expected.LastTimestampMs : commit.Frames[^1].TimestampMs,
            RetainedBytes = bytes,
        };
    }

    private static (long Count, long Bytes) After(UserHead expected, StagedCommit commit) =>
        (expected.RetainedCount + commit.Frames.Count, expected.RetainedBytes + commit.Bytes);

    private long NowMs() => time.GetUtcNow().ToUnixTimeMilliseconds();
}

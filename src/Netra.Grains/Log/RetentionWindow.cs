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
    /// <summary>How many of the oldest frames are read at once.</summary>
    internal const int ReadAheadFrames = 128;

    private const int ReadAheadBytes = 256 * 1024;

    /// <summary>The oldest retained frames that are known: contiguous from the sealed head's oldest.</summary>
    private readonly Queue<(long Seq, int Bytes, long TimestampMs)> _oldest = new();

    /// <summary>The last of <see cref="_oldest"/>, while there are any.</summary>
    private long _lastKnownSeq;

    /// <summary>When the last frame that was read reaches the age limit, and what is behind it may. 0 until the first read.</summary>
    private long _nextAgeCheckMs;

    /// <summary>The oldest frame is not where the head says: another writer has trimmed. The next commit conflicts, and needs no reading.</summary>
    private bool _isStale;

    /// <summary>Whether the head, as it is on storage, is over a limit.</summary>
    public bool IsOver(UserHead head) =>
        head.FrameCount > options.MaxMessages || head.RetainedBytes > options.MaxBytes;

    /// <summary>Whether <paramref name="commit"/> makes more fall than is known of what is oldest.</summary>
    public bool NeedsRead(UserHead expected, UserHead durable, StagedCommit commit)
    {
        if (_isStale || expected.FrameCount == 0 || FirstUnknown(expected) > durable.HeadSeq) return false;
        var (count, bytes) = After(expected, commit);
        var tooOldMs = TooOldMs();
        foreach (var oldest in _oldest)
        {
            if (!Falls(count, bytes, oldest.TimestampMs, tooOldMs)) return false;
            bytes -= oldest.Bytes;
            count--;
        }

        return count > options.MaxMessages || bytes > options.MaxBytes || NowMs() >= _nextAgeCheckMs;
    }

    /// <summary>Reads what is oldest.</summary>
    /// <exception cref="StorageUnavailableException">Storage did not answer in time.</exception>
    public async Task ReadOldestAsync(UserHead expected, UserHead durable)
    {
        using var timeout = new CancellationTokenSource(options.ReadTimeout, time);
        IReadOnlyList<StoredFrame> frames;
        var from = FirstUnknown(expected);
        try
        {
            frames = await log.ReadAsync(user, from, durable.HeadSeq, ReadAheadFrames, ReadAheadBytes, timeout.Token);
        }
        catch (OperationCanceledException exception)
        {
            throw new StorageUnavailableException("The oldest frames of the user's log were not read in time.", exception);
        }

        if (frames.Count == 0 || frames[0].Seq != from)
        {
            _isStale = true;
            return;
        }

        foreach (var frame in frames) _oldest.Enqueue((frame.Seq, frame.Json.Length, frame.TimestampMs));
        _lastKnownSeq = frames[^1].Seq;
        _nextAgeCheckMs = frames[^1].TimestampMs + (long)options.MaxAge.TotalMilliseconds;
    }

    /// <summary>The head after <paramref name="commit"/>, with what falls to a limit left out.</summary>
    public UserHead Advance(UserHead expected, UserHead durable, StagedCommit commit)
    {
        var head = commit.Frames.Count == 0 ? expected.HeadSeq : commit.Frames[^1].Seq;
        var (count, bytes) = After(expected, commit);
        var first = expected.FirstRetainedSeq;
        var tooOldMs = TooOldMs();
        while (_oldest.TryPeek(out var oldest) && oldest.Seq <= durable.HeadSeq && Falls(count, bytes, oldest.TimestampMs, tooOldMs))
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
            FrameCount = count,
        };
    }

    private bool Falls(long count, long bytes, long timestampMs, long tooOldMs) =>
        count > options.MaxMessages || bytes > options.MaxBytes || timestampMs <= tooOldMs;

    private long FirstUnknown(UserHead expected) => _oldest.Count == 0 ? expected.OldestSeq : _lastKnownSeq + 1;

    private long TooOldMs() => NowMs() - (long)options.MaxAge.TotalMilliseconds;

    private static (long Count, long Bytes) After(UserHead expected, StagedCommit commit) =>
        (expected.FrameCount + commit.Frames.Count, expected.RetainedBytes + commit.Bytes);

    private long NowMs() => time.GetUtcNow().ToUnixTimeMilliseconds();
}

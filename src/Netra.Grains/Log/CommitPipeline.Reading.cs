using Netra.Abstractions;
using Netra.Storage;

namespace Netra.Grains;

/// <content>What the pipeline reads when it is needed, and not before: the index, the dead letters, the accepted ids.</content>
internal sealed partial class CommitPipeline
{
    /// <summary>How many dead letters are read at once.</summary>
    private const int LetterPage = 500;

    private const int LetterPageBytes = 1024 * 1024;

    private readonly RetentionRules _rules = new(options);

    /// <summary>Dead letters that a change that is not sealed yet will forget.</summary>
    private readonly HashSet<long> _forgetting = [];

    private RetainedIndex? _index;
    private TaskCompletionSource? _indexWanted;
    private DeadLetterBook? _letters;
    private Task<DeadLetterBook>? _readingLetters;
    private DeduplicationWindow? _deduplication;
    private Task<DeduplicationWindow>? _readingDeduplication;

    /// <summary>Ids that were accepted before those on storage were read.</summary>
    private readonly List<(DeduplicationRecord Record, AcceptedId Accepted)> _acceptedUnread = [];

    /// <summary>Whether the index is there.</summary>
    public bool HasIndex => _index is not null;

    /// <summary>Reads the index, unless it is there. It stays.</summary>
    /// <exception cref="StorageUnavailableException">Storage did not answer in time.</exception>
    public Task ReadIndexOnceAsync()
    {
        ThrowIfFailed();
        if (_index is not null) return Task.CompletedTask;
        _indexWanted ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var wanted = _indexWanted.Task;
        Pump();
        return wanted;
    }

    /// <summary>The dead letters; read once.</summary>
    /// <exception cref="StorageUnavailableException">Storage did not answer in time.</exception>
    public Task<DeadLetterBook> LettersAsync() => _readingLetters ??= ReadLettersAsync();

    /// <summary>The ids that were accepted lately; read once.</summary>
    /// <exception cref="StorageUnavailableException">Storage did not answer in time.</exception>
    public Task<DeduplicationWindow> DeduplicationAsync() => _readingDeduplication ??= ReadDeduplicationAsync();

    private bool NeedsIndex(StagedCommit commit)
    {
        var next = WithRetained(_sealed, commit);
        // What is marked may have an end, and only the index knows when.
        return _sealed.MarkedCount > 0 || IsOver(next) || IsTooOld(_sealed) || commit.Changes.Any(change => change.Revoked.Count > 0);
    }

    private bool IsOver(in UserHead at) =>
        at.FrameCount > options.MaxMessages || at.RetainedBytes > options.MaxBytes || at.HoleCount > options.MaxMessages;

    private bool IsTooOld(in UserHead at) => at.OldestSeq != 0 && at.OldestTimestampMs <= _rules.TooOldMs(NowMs());

    private bool HasToTrim() => _index is null ? IsOver(Durable) : _rules.HasToTrim(_index, ackedSeq());

    /// <summary>Only while no commit is under way.</summary>
    private async Task ReadIndexAsync()
    {
        NetraTracing.Leave();
        _reading = true;
        try
        {
            var index = new RetainedIndex();
            if (_sealed.OldestSeq != 0)
            {
                foreach (var entry in await ReadInTimeAsync(token => log.ReadEntriesAsync(user, token))) index.Add(RetainedPlace.Of(entry));
            }

            ThrowIfFailed();
            // Storage has checked the places against the head that it has: another one than ours.
            if (!index.Matches(_sealed)) throw new CommitConflictException();
            _index = index;
            _indexWanted?.TrySetResult();
            _indexWanted = null;
        }
        catch (Exception exception)
        {
            Break(exception);
        }

        _reading = false;
        Pump();
    }

    private async Task<DeadLetterBook> ReadLettersAsync()
    {
        try
        {
            var read = new List<(long Seq, long AtMs, int Bytes)>();
            var expected = _sealed.DeadLetterCount;
            while (read.Count < expected)
            {
                var after = read.Count == 0 ? 0 : read[^1].Seq;
                var page = await ReadInTimeAsync(token => log.ReadDeadLettersAsync(user, after, LetterPage, LetterPageBytes, token));
                if (page.Count == 0) break;
                foreach (var letter in page) read.Add((letter.Seq, letter.AtMs, letter.Json.Length));
            }

            ThrowIfFailed();
            if (read.Count != expected) throw new CommitConflictException();
            var book = new DeadLetterBook(options);
            foreach (var letter in read.OrderBy(letter => letter.AtMs).ThenBy(letter => letter.Seq)) book.Add(letter.Seq, letter.AtMs, letter.Bytes);
            return _letters = book;
        }
        catch (Exception exception)
        {
            Break(exception);
            throw;
        }
    }

    private async Task<DeduplicationWindow> ReadDeduplicationAsync()
    {
        try
        {
            IReadOnlyList<DeduplicationRecord> stored = Durable.Revision == 0
                ? []
                : await ReadInTimeAsync(token => log.ReadDeduplicationAsync(user, token));
            var window = new DeduplicationWindow(options, time, stored);
            foreach (var (record, accepted) in _acceptedUnread) window.Register(record, accepted);
            _acceptedUnread.Clear();
            return _deduplication = window;
        }
        catch (Exception exception)
        {
            Break(exception);
            throw;
        }
    }

    private ValueTask<T> ReadInTimeAsync<T>(Func<CancellationToken, ValueTask<T>> read) => ReadInTime.RunAsync(read, options.ReadTimeout, time);
}

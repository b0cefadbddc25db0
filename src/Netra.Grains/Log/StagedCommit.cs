using Netra.Abstractions;
using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains;

/// <summary>What has gathered for one commit. Its seqs are given already; it is not durable before <see cref="Durable"/> completes.</summary>
internal sealed class StagedCommit
{
    private static readonly Task<CommitOutcome> NotSealed = Task.FromException<CommitOutcome>(new InvalidOperationException("The commit is not sealed."));

    // Those who wait go on at once, in the turn in which the pipeline tells them: it does so when it has nothing else to do.
    private readonly TaskCompletionSource _durable = new();
    private IReadOnlyList<StoredFrame> _frames = [];
    private List<(int First, MessageOrigin Origin)>? _laterOrigins;
    private MessageOrigin _firstOrigin;
    private List<UserChange>? _changes;
    private List<DeduplicationRecord>? _deduplication;
    private List<DeadLetterToAdd>? _letters;
    private Dictionary<ClientId, SessionRecord?>? _sessions;
    private Dictionary<string, RevokedTokenRecord?>? _tokens;
    private List<CommitSpan>? _spans;

    /// <summary>When the first thing came into it, Unix microseconds.</summary>
    public long OpenedAtUs { get; init; }

    /// <summary>Completes when the commit is durable; fails with why it is not.</summary>
    public Task Durable => _durable.Task;

    /// <summary>The size of the frames' JSON, in bytes.</summary>
    public long Bytes { get; private set; }

    /// <summary>The size of the work and the dead letters, in bytes.</summary>
    public long BesideBytes { get; private set; }

    /// <summary>The new places, holes among them.</summary>
    public IReadOnlyList<StoredFrame> Frames => _frames;

    /// <summary>How many of <see cref="Frames"/> are frames.</summary>
    public long FrameCount { get; private set; }

    /// <summary>How many of them have a priority other than normal or an end.</summary>
    public long MarkedCount { get; private set; }

    /// <summary>The changes that are more than frames and accepted ids.</summary>
    public IReadOnlyList<UserChange> Changes => _changes ?? (IReadOnlyList<UserChange>)[];

    public IReadOnlyList<DeduplicationRecord> DeduplicationToWrite => _deduplication ?? (IReadOnlyList<DeduplicationRecord>)[];

    public IReadOnlyList<DeadLetterToAdd> DeadLettersToAdd => _letters ?? (IReadOnlyList<DeadLetterToAdd>)[];

    /// <summary>The spans of changes that are traced; null without any.</summary>
    public IReadOnlyList<CommitSpan>? Spans => _spans;

    /// <summary>What storage was given, from when it is sealed on.</summary>
    public UserCommit? Record { get; private set; }

    /// <summary>What it takes from the log, from when it is sealed on.</summary>
    public RetentionPlan Plan { get; private set; } = RetentionPlan.Nothing;

    /// <summary>Storage's answer, from when it is sealed on.</summary>
    public Task<CommitOutcome> Outcome { get; private set; } = NotSealed;

    public IReadOnlyList<SessionRecord> SessionsToWrite =>
        _sessions is null ? [] : [.. _sessions.Values.Where(record => record is not null).Select(record => record!.Value)];

    public IReadOnlyList<ClientId> SessionsToForget =>
        _sessions is null ? [] : [.. _sessions.Where(entry => entry.Value is null).Select(entry => entry.Key)];

    public IReadOnlyList<RevokedTokenRecord> RevokedTokensToWrite =>
        _tokens is null ? [] : [.. _tokens.Values.Where(record => record is not null).Select(record => record!.Value)];

    public IReadOnlyList<string> RevokedTokensToForget =>
        _tokens is null ? [] : [.. _tokens.Where(entry => entry.Value is null).Select(entry => entry.Key)];

    /// <summary>Adds what a change has beside its frames and accepted ids.</summary>
    public void Add(UserChange change, long besideBytes)
    {
        if (!change.IsPlain) (_changes ??= []).Add(change);
        BesideBytes += besideBytes;
        if (change.Tokens is { } tokens) Put(tokens);
    }

    /// <summary>Adds places. Handed over: they are written to no more.</summary>
    /// <param name="places">The places, all of one timestamp.</param>
    /// <param name="origin">Who sent what they have.</param>
    public void Add(StoredFrame[] places, MessageOrigin origin = default)
    {
        if (_frames.Count == 0) _firstOrigin = origin;
        else if (places.Length > 0 && !GoesOn(places[0], origin)) (_laterOrigins ??= []).Add((_frames.Count, origin));
        foreach (ref readonly var place in places.AsSpan())
        {
            Bytes += place.Json.Length;
            if (place.Hole is not null) continue;
            FrameCount++;
            if (RetainedPlace.Of(place).IsMarked) MarkedCount++;
        }

        // Mostly they are all that it will have.
        if (_frames.Count == 0) _frames = places;
        else if (_frames is List<StoredFrame> gathered) gathered.AddRange(places);
        else _frames = new List<StoredFrame>([.. _frames, .. places]);
    }

    /// <summary>How many runs of places there are that came from one sender at one time.</summary>
    public int RunCount => _frames.Count == 0 ? 0 : 1 + (_laterOrigins?.Count ?? 0);

    /// <summary>One of them: its first place, how many it has, and from whom they are.</summary>
    public (int First, int Count, MessageOrigin Origin) Run(int index)
    {
        var (first, origin) = index == 0 ? (0, _firstOrigin) : _laterOrigins![index - 1];
        var end = index + 1 < RunCount ? _laterOrigins![index].First : _frames.Count;
        return (first, end - first, origin);
    }

    public void Add(CommitSpan span) => (_spans ??= []).Add(span);

    public void Add(DeduplicationRecord record) => (_deduplication ??= []).Add(record);

    public void Add(IEnumerable<DeadLetterToAdd> letters) => (_letters ??= []).AddRange(letters);

    /// <summary>It is given to storage: nothing is added any more.</summary>
    public void Seal(UserCommit record, RetentionPlan plan, Task<CommitOutcome> outcome) => (Record, Plan, Outcome) = (record, plan, outcome);

    /// <summary>Writes a session's record, or forgets it when <paramref name="record"/> is null. The last word for a session counts.</summary>
    public void Put(ClientId client, SessionRecord? record) => (_sessions ??= [])[client] = record;

    /// <summary>Whether a place is of the same sender and time as the last one.</summary>
    private bool GoesOn(in StoredFrame next, in MessageOrigin origin) =>
        _frames[^1].TimestampMs == next.TimestampMs && (_laterOrigins is null ? _firstOrigin : _laterOrigins[^1].Origin) == origin;

    /// <summary>The last word for a token counts.</summary>
    private void Put(TokenChange change)
    {
        _tokens ??= new Dictionary<string, RevokedTokenRecord?>(StringComparer.Ordinal);
        foreach (var id in change.Forget) _tokens[id] = null;
        if (change.Write is { } record) _tokens[record.TokenId] = record;
    }

    /// <summary>It is durable, and not told yet.</summary>
    public void EndSpans() => _spans?.ForEach(span => span.Succeed(Record!.GroupSize));

    public void Succeed() => _durable.TrySetResult();

    public void Fail(Exception exception)
    {
        _spans?.ForEach(span => span.Fail(exception));
        _durable.TrySetException(exception);
        // Nobody waits for the commit of an acknowledgement alone; its failure shows when the grain loads anew.
        _ = _durable.Task.Exception;
    }
}

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
    private List<UserChange>? _changes;
    private List<DeduplicationRecord>? _deduplication;
    private List<DeadLetterToAdd>? _letters;
    private Dictionary<ClientId, SessionRecord?>? _sessions;
    private Dictionary<string, RevokedTokenRecord?>? _tokens;

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
    public void Add(StoredFrame[] places)
    {
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

    public void Add(DeduplicationRecord record) => (_deduplication ??= []).Add(record);

    public void Add(IEnumerable<DeadLetterToAdd> letters) => (_letters ??= []).AddRange(letters);

    /// <summary>It is given to storage: nothing is added any more.</summary>
    public void Seal(UserCommit record, RetentionPlan plan, Task<CommitOutcome> outcome) => (Record, Plan, Outcome) = (record, plan, outcome);

    /// <summary>Writes a session's record, or forgets it when <paramref name="record"/> is null. The last word for a session counts.</summary>
    public void Put(ClientId client, SessionRecord? record) => (_sessions ??= [])[client] = record;

    /// <summary>The last word for a token counts.</summary>
    private void Put(TokenChange change)
    {
        _tokens ??= new Dictionary<string, RevokedTokenRecord?>(StringComparer.Ordinal);
        foreach (var id in change.Forget) _tokens[id] = null;
        if (change.Write is { } record) _tokens[record.TokenId] = record;
    }

    public void Succeed() => _durable.TrySetResult();

    public void Fail(Exception exception)
    {
        _durable.TrySetException(exception);
        // Nobody waits for the commit of an acknowledgement alone; its failure shows when the grain loads anew.
        _ = _durable.Task.Exception;
    }
}

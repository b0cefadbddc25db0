using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains;

/// <summary>What has gathered for one commit. Its seqs are given already; it is not durable before <see cref="Durable"/> completes.</summary>
internal sealed class StagedCommit
{
    private readonly TaskCompletionSource _durable = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<StoredFrame> _frames = [];
    private readonly List<UserChange> _changes = [];
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

    public IReadOnlyList<UserChange> Changes => _changes;

    public List<DeduplicationRecord> DeduplicationToWrite { get; } = [];

    public List<DeadLetterToAdd> DeadLettersToAdd { get; } = [];

    public IReadOnlyList<SessionRecord> SessionsToWrite =>
        _sessions is null ? [] : [.. _sessions.Values.Where(record => record is not null).Select(record => record!.Value)];

    public IReadOnlyList<ClientId> SessionsToForget =>
        _sessions is null ? [] : [.. _sessions.Where(entry => entry.Value is null).Select(entry => entry.Key)];

    public IReadOnlyList<RevokedTokenRecord> RevokedTokensToWrite =>
        _tokens is null ? [] : [.. _tokens.Values.Where(record => record is not null).Select(record => record!.Value)];

    public IReadOnlyList<string> RevokedTokensToForget =>
        _tokens is null ? [] : [.. _tokens.Where(entry => entry.Value is null).Select(entry => entry.Key)];

    public void Add(UserChange change, long besideBytes)
    {
        _changes.Add(change);
        BesideBytes += besideBytes;
        if (change.Tokens is { } tokens) Put(tokens);
    }

    public void Add(StoredFrame frame)
    {
        _frames.Add(frame);
        Bytes += frame.Json.Length;
        if (frame.Hole is null) FrameCount++;
    }

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

namespace Netra.Storage;

/// <summary>A commit whose caller waits. Its task is completed once, by whoever is first: the writer, the deadline or the close.</summary>
internal sealed class PendingCommit(UserCommit commit, long deadline)
{
    // What a record costs beside its payload, in bytes: key, fields and checksum, roughly.
    private const int RecordOverheadBytes = 64;

    // Asynchronous continuations: the writer's thread must not run a grain's code.
    private readonly TaskCompletionSource<CommitOutcome> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public UserCommit Commit { get; } = commit;

    /// <summary>A timestamp of the committer's <see cref="TimeProvider"/>.</summary>
    public long Deadline { get; } = deadline;

    /// <summary>About what it occupies in the queue and in the group, in bytes.</summary>
    public long SizeBytes { get; } = MeasureBytes(commit);

    public Task<CommitOutcome> Task => _completion.Task;

    public bool TryComplete(CommitOutcome outcome) => _completion.TrySetResult(outcome);

    public bool TryFail(Exception exception) => _completion.TrySetException(exception);

    private static long MeasureBytes(UserCommit commit)
    {
        var bytes = (1L + commit.Frames.Count) * RecordOverheadBytes;
        for (var i = 0; i < commit.Frames.Count; i++) bytes += commit.Frames[i].Json.Length;
        return commit.IsPlain ? bytes : bytes + MeasureBeside(commit);
    }

    private static long MeasureBeside(UserCommit commit)
    {
        long records = commit.FramesToRemove.Count + commit.FramesToErase.Count
            + commit.SessionsToWrite.Count + commit.SessionsToForget.Count
            + commit.DeadLettersToAdd.Count + commit.DeadLettersToForget.Count + commit.StateChanges.Count
            + commit.DeduplicationToWrite.Count + commit.DeduplicationToForget.Count + commit.WorkToWrite.Count + commit.WorkToForget.Count;
        var bytes = records * RecordOverheadBytes;
        foreach (var letter in commit.DeadLettersToAdd) bytes += letter.Json.Length;
        foreach (var change in commit.StateChanges) bytes += change.Json.Length;
        foreach (var record in commit.DeduplicationToWrite) bytes += record.Key.Id.Length;
        foreach (var work in commit.WorkToWrite) bytes += work.Body.Length;
        return bytes + (commit.StateSnapshot?.Json.Length ?? 0);
    }
}

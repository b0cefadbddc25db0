namespace Netra.Storage.PostgreSql;

/// <summary>Writing: one transaction, in one round trip, for a group of one lane.</summary>
public sealed partial class PostgreSqlBackend
{
    /// <inheritdoc/>
    public async ValueTask CommitAsync(IReadOnlyList<UserCommit> group, Memory<CommitOutcome> outcomes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var lanes = new List<int>?[LaneCount];
        for (var i = 0; i < group.Count; i++) (lanes[LaneOf(group[i].User)] ??= []).Add(i);
        // The committer's groups are of one lane. Of others every lane ends before the first failure is told.
        await Task.WhenAll(lanes.Select((places, lane) => places is null ? Task.CompletedTask : WriteAsync(lane, group, places, outcomes, cancellationToken)));
    }

    private async Task WriteAsync(int lane, IReadOnlyList<UserCommit> group, List<int> places, Memory<CommitOutcome> outcomes, CancellationToken cancellationToken)
    {
        var shard = _shards[lane / _writersPerShard];
        try
        {
            await shard.Writers[lane % _writersPerShard].WriteAsync(group, places, outcomes, cancellationToken);
            if (places.Exists(place => outcomes.Span[place] != CommitOutcome.Unavailable)) shard.Probe.NoteWritten();
        }
        catch (StorageUnavailableException exception)
        {
            shard.Probe.NoteFailure(exception);
            throw;
        }
    }
}

using Microsoft.Extensions.Options;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Grains;

/// <summary>
/// What this silo remembers of its last commits, for who asks what became of a message. Users share its room in parts by their hashes, so that silos with many
/// processors do not meet in one lock, and a look goes through a part only. Thread-safe.
/// </summary>
internal sealed class CommitTrail : ICommitMemory
{
    /// <summary>A power of two.</summary>
    private const int MaxParts = 16;

    private readonly TrailRing[] _parts;
    private readonly long _sinceMs;

    public CommitTrail(IOptions<UserGrainOptions> options, TimeProvider time)
    {
        var room = options.Value.RememberedCommits;
        _sinceMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        _parts = [.. Enumerable.Range(0, Math.Min(MaxParts, room)).Select(part => new TrailRing((room + part) / Math.Min(MaxParts, room)))];
    }

    /// <summary>Notes a commit that has become durable.</summary>
    /// <param name="user">The user.</param>
    /// <param name="epoch">The history that its seqs count in.</param>
    /// <param name="commit">The commit.</param>
    /// <param name="nowMs">Now, Unix milliseconds.</param>
    /// <param name="gateways">The gateways that it is pushed to. Not written to any more.</param>
    public void Note(UserId user, Epoch epoch, StagedCommit commit, long nowMs, SiloAddress[] gateways)
    {
        var places = commit.Frames;
        if (places.Count == 0 || _parts.Length == 0) return;
        var part = PartOf(user);
        for (var i = 0; i < commit.RunCount; i++)
        {
            var (first, count, origin) = commit.Run(i);
            part.Add(new TrailEntry(user, epoch, places[first].Seq, count, origin, places[first].TimestampMs, nowMs, gateways));
        }
    }

    public (CommitTrace? Commit, long SinceMs) Recall(RecallRequest request)
    {
        if (_parts.Length == 0) return (null, long.MaxValue);
        var (found, oldestMs) = PartOf(request.User).Find(request);
        var trace = found is { } entry ? new CommitTrace(entry.Origin, entry.AcceptedAtMs, entry.DurableAtMs, entry.Gateways) : null;
        return (trace, Math.Max(_sinceMs, oldestMs));
    }

    private TrailRing PartOf(UserId user) => _parts[(user.GetHashCode() & int.MaxValue) % _parts.Length];
}

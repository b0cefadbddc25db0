using System.Text;
using Netra.Protocol;

namespace Netra.Storage.Conformance;

/// <summary>Makes random commits of every part, each consistent with what its writer's log has.</summary>
public static class RandomParts
{
    private static readonly string[] Ids = ["a", "A", "a ", "é", "😀", new('x', 128)];

    private static readonly ClientId[] Clients = [.. Enumerable.Range(0, 4).Select(i => ClientId.Parse($"tab{i}"))];

    public static CommitParts Next(Random random, LogWriter writer)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentNullException.ThrowIfNull(writer);
        var model = writer.Model;
        var changes = Changes(random, writer.Head);
        var letters = new List<DeadLetterToAdd>();
        var places = Places(random, writer.Head, changes, letters);
        var first = First(random, writer, places.Count);
        var removed = model.Frames.Keys.Where(seq => seq > first && random.Next(8) == 0).ToList();
        var erased = model.Frames.Values
            .Where(frame => frame.Hole is null && frame.Seq >= first && !removed.Contains(frame.Seq) && random.Next(8) == 0)
            .Select(frame => new FrameHole(frame.Seq, random.Next(2) == 0 ? SkipReason.Expired : SkipReason.Revoked)).ToList();
        var leaving = removed.Concat(erased.Select(hole => hole.Seq)).ToHashSet();
        letters.InsertRange(0, model.Frames.Values
            .Where(frame => frame.Hole is null && (frame.Seq < first || leaving.Contains(frame.Seq)) && random.Next(2) == 0)
            .Select(frame => new DeadLetterToAdd(frame.Seq, Reason(random), random.Next())));

        var session = random.Next(Clients.Length);
        var id = random.Next(Ids.Length);
        return new CommitParts
        {
            Places = places,
            Oldest = first,
            Remove = removed,
            Erase = erased,
            DeadLetters = letters,
            ForgetDeadLetters = [.. model.DeadLetters.Keys.Where(_ => random.Next(4) == 0)],
            Sessions = random.Next(2) == 0 ? [new SessionRecord(Clients[session], random.Next(), random.Next(2) == 0 ? null : random.Next(), random.Next())] : [],
            ForgetSessions = random.Next(4) == 0 ? [Clients[(session + 1) % Clients.Length]] : [],
            StateChanges = changes,
            StateSnapshot = Snapshot(random, writer.Head, changes.Count),
            Deduplication = random.Next(2) == 0
                ? [new DeduplicationRecord(Key(random, Ids[id]), random.NextInt64(0, writer.Head.HeadSeq + 1), random.Next())]
                : [],
            ForgetDeduplication = random.Next(4) == 0 ? [Key(random, Ids[(id + 1) % Ids.Length])] : [],
            TokensRevokedUpToS = random.Next(4) == 0 ? writer.Head.TokensRevokedUpToS + random.Next(3) : null,
            RevokedTokens = random.Next(2) == 0 ? [new RevokedTokenRecord(Ids[id], random.Next(2) == 0 ? long.MaxValue : random.Next())] : [],
            ForgetRevokedTokens = [.. model.RevokedTokens.Keys.Where(one => one != Ids[id] && random.Next(3) == 0)],
            Work = [.. ChangedWork(random, model), .. NewWork(random, writer.Head)],
            ForgetWork = [.. model.Work.Keys.Where(number => number % 2 == 1 && random.Next(3) == 0)],
        };
    }

    private static List<StoredFrame> Places(
        Random random, UserHead head, List<StateChangeRecord> changes, List<DeadLetterToAdd> letters)
    {
        var places = new List<StoredFrame>();
        var versions = new Queue<long>(changes.Select(change => change.Version));
        for (var i = random.Next(5); i > 0; i--)
        {
            var isHole = random.Next(6) == 0;
            places.Add(new StoredFrame(0, 0, isHole ? default : Bytes(random, 2_000))
            {
                Priority = random.Next(3) == 0 ? (MessagePriority)random.Next(4) : MessagePriority.Normal,
                ExpiresAtMs = random.Next(4) == 0 ? random.NextInt64(1, long.MaxValue) : 0,
                StateVersion = !isHole && versions.TryDequeue(out var version) ? version : 0,
                Hole = isHole ? SkipReason.Revoked : null,
            });
            if (isHole) letters.Add(new DeadLetterToAdd(head.HeadSeq + places.Count, Reason(random), random.Next(), Bytes(random, 500)));
        }

        return places;
    }

    /// <summary>A place that is there, one behind the head, or the oldest as before.</summary>
    private static long First(Random random, LogWriter writer, int places)
    {
        var head = writer.Head.HeadSeq + places;
        if (random.Next(3) > 0) return writer.Head.FirstRetainedSeq;
        var candidates = writer.Model.Frames.Keys
            .Concat(Enumerable.Range(1, places + 1).Select(i => writer.Head.HeadSeq + i)).ToArray();
        // Mostly one of the oldest, so that something stays.
        return candidates[random.Next(random.Next(4) == 0 ? candidates.Length : Math.Min(3, candidates.Length))];
    }

    private static List<StateChangeRecord> Changes(Random random, UserHead head) =>
    [
        .. Enumerable.Range(1, Math.Max(0, random.Next(6) - 2))
            .Select(i => new StateChangeRecord(head.StateVersion + i, (StateChangeKind)random.Next(1, 4), Bytes(random, 50))),
    ];

    private static StateSnapshotRecord? Snapshot(Random random, UserHead head, int changes)
    {
        var version = head.StateVersion + changes;
        return version > head.StateSnapshotVersion && random.Next(4) == 0
            ? new StateSnapshotRecord(random.NextInt64(head.StateSnapshotVersion + 1, version + 1), Bytes(random, 300))
            : null;
    }

    private static IEnumerable<WorkRecord> NewWork(Random random, UserHead head) =>
        Enumerable.Range(1, Math.Max(0, random.Next(4) - 1)).Select(i => new WorkRecord(head.LastWorkNumber + i, Bytes(random, 100)));

    private static IEnumerable<WorkRecord> ChangedWork(Random random, LogModel model) =>
        model.Work.Keys.Where(number => number % 2 == 0 && random.Next(3) == 0).Select(number => new WorkRecord(number, Bytes(random, 100)));

    private static DeduplicationKey Key(Random random, string id) => new((DeduplicationSpace)random.Next(1, 4), id);

    private static DeadLetterReason Reason(Random random) => (DeadLetterReason)random.Next(1, 6);

    private static byte[] Bytes(Random random, int most) => Encoding.UTF8.GetBytes(new string((char)random.Next('!', '~'), random.Next(1, most)));
}

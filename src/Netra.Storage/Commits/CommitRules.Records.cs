using System.Text;
using Netra.Protocol;

namespace Netra.Storage;

/// <summary>Dead letters, state, deduplication and work.</summary>
internal static partial class CommitRules
{
    private const int MaxIdLength = 128;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private static void CheckDeadLetters(UserCommit commit)
    {
        var (expected, next) = (commit.Expected, commit.Next);
        if (commit.DeadLettersToAdd.Count + commit.DeadLettersToForget.Count > 0) CheckDeadLetterLists(commit);
        Require(commit.DeadLettersToForget.Count <= expected.DeadLetterCount, "it forgets more dead letters than there are");
        Require(
            next.DeadLetterCount == expected.DeadLetterCount + commit.DeadLettersToAdd.Count - commit.DeadLettersToForget.Count,
            "its dead letter count does not follow");
    }

    private static void CheckDeadLetterLists(UserCommit commit)
    {
        var first = commit.Next.FirstRetainedSeq;
        var leaving = commit.FramesToRemove.Concat(commit.FramesToErase.Select(hole => hole.Seq)).ToHashSet();
        var added = new HashSet<long>();
        var previous = commit.Expected.FirstRetainedSeq - 1;
        foreach (var letter in commit.DeadLettersToAdd)
        {
            Require(letter.Seq > previous && letter.Seq <= commit.Next.HeadSeq, "a dead letter is of no place of the log, or not in order");
            Require(letter.Reason is >= DeadLetterReason.Overflow and <= DeadLetterReason.Undeliverable, "a dead letter's reason is none");
            Require(letter.AtMs >= 0, "a dead letter's time is negative");
            var isNew = letter.Seq > commit.Expected.HeadSeq;
            Require(letter.Json.IsEmpty != isNew, "a dead letter of a frame has JSON, or one that never was a frame has none");
            Require(
                isNew
                    ? commit.Frames[(int)(letter.Seq - commit.Expected.HeadSeq - 1)].Hole is not null
                    : letter.Seq < first || leaving.Contains(letter.Seq),
                "a frame stays beside its dead letter");
            added.Add(letter.Seq);
            previous = letter.Seq;
        }

        previous = 0;
        foreach (var seq in commit.DeadLettersToForget)
        {
            Require(seq > previous && seq <= commit.Expected.HeadSeq, "a dead letter to forget cannot be there, or is not in order");
            Require(!added.Contains(seq), "a dead letter is both added and forgotten");
            previous = seq;
        }
    }

    private static void CheckState(UserCommit commit)
    {
        var (expected, next) = (commit.Expected, commit.Next);
        var version = expected.StateVersion;
        foreach (var change in commit.StateChanges)
        {
            Require(change.Version == ++version, "its state changes do not continue the expected version");
            Require(change.Kind is >= StateChangeKind.Patch and <= StateChangeKind.Updates, "a state change's kind is none");
            Require(!change.Json.IsEmpty, "a state change is empty");
        }

        Require(next.StateVersion == version, "its next state version is not that of its last change");
        var snapshotVersion = expected.StateSnapshotVersion;
        if (commit.StateSnapshot is { } snapshot)
        {
            Require(snapshot.Version > snapshotVersion && snapshot.Version <= version, "its state snapshot's version is not a new one");
            Require(!snapshot.Json.IsEmpty, "its state snapshot is empty");
            snapshotVersion = snapshot.Version;
        }

        Require(next.StateSnapshotVersion == snapshotVersion, "its next snapshot version is not that of its snapshot");
    }

    private static void CheckDeduplication(UserCommit commit)
    {
        var keys = commit.DeduplicationToWrite.Count + commit.DeduplicationToForget.Count;
        if (keys == 0) return;
        // Alone, a key can't be named twice.
        var seen = keys == 1 ? null : new HashSet<DeduplicationKey>(keys);
        foreach (var record in commit.DeduplicationToWrite)
        {
            CheckKey(record.Key, seen);
            Require(record.Seq >= 0 && record.Seq <= commit.Next.HeadSeq, "a deduplication record's seq is beyond the head");
            Require(record.AtMs >= 0, "a deduplication record's time is negative");
        }

        foreach (var key in commit.DeduplicationToForget) CheckKey(key, seen);
    }

    private static void CheckKey(DeduplicationKey key, HashSet<DeduplicationKey>? seen)
    {
        Require(key.Space is >= DeduplicationSpace.Client and <= DeduplicationSpace.Outbox, "a deduplication key's space is none");
        Require(key.Id is { Length: >= 1 and <= MaxIdLength }, "a deduplication key's id is empty or too long");
        // Throws an ArgumentException of its own for half a surrogate pair: two such ids would be one in UTF-8.
        _ = StrictUtf8.GetByteCount(key.Id);
        Require(seen?.Add(key) != false, "a deduplication key is named twice");
    }

    private static void CheckWork(UserCommit commit)
    {
        var (expected, next) = (commit.Expected, commit.Next);
        var last = expected.LastWorkNumber;
        if (commit.WorkToWrite.Count + commit.WorkToForget.Count == 0)
        {
            Require(next.LastWorkNumber == last, "its next work number is not that of its last new work");
            Require(next.WorkCount == expected.WorkCount, "its work count does not follow");
            return;
        }

        var seen = new HashSet<long>();
        foreach (var work in commit.WorkToWrite)
        {
            if (work.Number > expected.LastWorkNumber) Require(work.Number == ++last, "its new work does not continue the expected number");
            else Require(work.Number >= 1 && seen.Add(work.Number), "a work record's number is none, or named twice");
            Require(!work.Body.IsEmpty, "a work record is empty");
        }

        foreach (var number in commit.WorkToForget)
        {
            Require(number >= 1 && number <= expected.LastWorkNumber, "work to forget cannot be there");
            Require(seen.Add(number), "a work record is named twice");
        }

        Require(seen.Count <= expected.WorkCount, "it changes or forgets more work than there is");
        Require(next.LastWorkNumber == last, "its next work number is not that of its last new work");
        Require(next.WorkCount == expected.WorkCount + (last - expected.LastWorkNumber) - commit.WorkToForget.Count, "its work count does not follow");
    }
}

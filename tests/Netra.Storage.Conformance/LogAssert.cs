using Netra.Protocol;

namespace Netra.Storage.Conformance;

/// <summary>Compares a log with its model.</summary>
internal static class LogAssert
{
    /// <summary>Asserts that every read of a user's log gives what the model has, and nothing else.</summary>
    public static async Task StoredAsync(IUserLog log, UserId user, UserHead head, LogModel model)
    {
        var snapshot = await log.LoadAsync(user, CancellationToken.None);
        Assert.Equal(head, snapshot.Head);
        Assert.Equal(Sorted(model.Sessions.Values), Sorted(snapshot.Sessions));
        Assert.Equal(Describe(model.StateSnapshot), Describe(snapshot.State.Snapshot));
        Assert.Equal(model.StateChanges.Values.Select(Describe), snapshot.State.Changes.Select(Describe));
        Assert.Equal(model.Work.Values.Select(Describe), snapshot.Work.Select(Describe));
        Assert.Equal(Sorted(model.RevokedTokens.Values), Sorted(snapshot.RevokedTokens));

        var frames = await log.ReadAsync(user, 1, long.MaxValue, int.MaxValue, int.MaxValue, CancellationToken.None);
        Frames(model.Frames.Values, frames);
        var entries = await log.ReadEntriesAsync(user, CancellationToken.None);
        Assert.Equal(model.Frames.Values.Select(frame => FrameEntry.Of(frame)), entries);
        var letters = await log.ReadDeadLettersAsync(user, 0, int.MaxValue, int.MaxValue, CancellationToken.None);
        Assert.Equal(model.DeadLetters.Values.Select(Describe), letters.Select(Describe));
        var records = await log.ReadDeduplicationAsync(user, CancellationToken.None);
        Assert.Equal(Sorted(model.Deduplication.Values), Sorted(records));
    }

    public static void Frames(IEnumerable<StoredFrame> expected, IEnumerable<StoredFrame> actual) =>
        Assert.Equal(expected.Select(Describe), actual.Select(Describe));

    private static (FrameEntry Entry, string Json) Describe(StoredFrame frame) => (FrameEntry.Of(frame), Hex(frame.Json));

    private static (DeadLetterRecord Letter, string Json) Describe(DeadLetterRecord letter) => (letter with { Json = default }, Hex(letter.Json));

    private static (StateChangeRecord Change, string Json) Describe(StateChangeRecord change) => (change with { Json = default }, Hex(change.Json));

    private static (long Version, string Json) Describe(StateSnapshotRecord snapshot) => (snapshot.Version, Hex(snapshot.Json));

    private static (long Number, string Body) Describe(WorkRecord work) => (work.Number, Hex(work.Body));

    private static string Hex(ReadOnlyMemory<byte> bytes) => Convert.ToHexString(bytes.Span);

    private static List<SessionRecord> Sorted(IEnumerable<SessionRecord> sessions) =>
        [.. sessions.OrderBy(session => session.ClientId.Value, StringComparer.Ordinal)];

    private static List<RevokedTokenRecord> Sorted(IEnumerable<RevokedTokenRecord> tokens) =>
        [.. tokens.OrderBy(token => token.TokenId, StringComparer.Ordinal)];

    private static List<DeduplicationRecord> Sorted(IEnumerable<DeduplicationRecord> records) =>
        [.. records.OrderBy(record => record.Key.Space).ThenBy(record => record.Key.Id, StringComparer.Ordinal)];
}

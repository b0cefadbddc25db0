namespace Netra.Faults;

/// <summary>A message, or a change of the state, that somebody knows to be accepted.</summary>
/// <param name="Seq">Its place in the log.</param>
/// <param name="AtMs">When the first answer came that says so.</param>
/// <param name="Id">Its id; of a change over HTTP the one that its frame has.</param>
/// <param name="MayExpire">It has a time to live.</param>
internal sealed record Acceptance(long Seq, long AtMs, string Id, bool MayExpire)
{
    /// <summary>All of a user, in the order in which they were known.</summary>
    public static IReadOnlyList<Acceptance> Of(UserHistory user)
    {
        var messages = user.Messages.Values.Where(message => message.IsDurable).SelectMany(message => message.Accepted
            .Where(accepted => accepted.Seq is not null)
            .GroupBy(accepted => accepted.Seq!.Value)
            .Select(same => new Acceptance(same.Key, same.Min(accepted => accepted.AtMs), message.Id, message.MayExpire)));
        // Their answers have no seq; the log says which they have.
        var changes = user.StateAttempts.Where(change => change.Outcome == Outcome.Accepted).SelectMany(change => user.Frames
            .Where(frame => StateChanges.IsOf(frame, change.Version!.Value, change.Patch))
            .Select(frame => new Acceptance(frame.Seq, change.AtMs, frame.Id, MayExpire: false)));
        return [.. messages.Concat(changes).OrderBy(accepted => accepted.AtMs)];
    }
}

namespace Netra.Faults;

/// <summary>What is in the log was sent, was not refused, and is not ephemeral.</summary>
internal sealed class NothingMadeUp : IRule
{
    public IEnumerable<Violation> Check(UserHistory user)
    {
        foreach (var frame in user.Frames)
        {
            if (user.Messages.TryGetValue(frame.Id, out var message))
            {
                if (message.IsRefused) yield return user.Violation(this, user.EndMs, $"{frame.Id} was refused, and is in the log as {frame.Seq}.", frame.Seq, frame.Id);
                else if (!message.IsDurable) yield return user.Violation(this, user.EndMs, $"{frame.Id} is ephemeral, and is in the log as {frame.Seq}.", frame.Seq, frame.Id);
            }
            else if (user.StateAttempts.FirstOrDefault(change => StateChanges.HasPatch(frame, change.Patch)) is not { } change)
            {
                yield return user.Violation(this, user.EndMs, $"{frame.Seq}, {frame.Type} {frame.Id}, was sent by nobody.", frame.Seq, frame.Id);
            }
            else if (change.Outcome == Outcome.Refused)
            {
                yield return user.Violation(this, user.EndMs, $"{frame.Seq} is a change of the state that was refused: {change.Patch}.", frame.Seq);
            }
        }
    }
}

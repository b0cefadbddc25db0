namespace Netra.Faults;

/// <summary>What was accepted is in the log, at the seq that the answer gave. What has a time to live may have left a hole.</summary>
internal sealed class NothingLost : IRule
{
    public IEnumerable<Violation> Check(UserHistory user)
    {
        foreach (var message in user.Messages.Values.Where(message => message.IsDurable))
        {
            foreach (var accepted in message.Accepted)
            {
                if (accepted.Seq is not { } seq)
                {
                    if (!message.IsOfTab) yield return user.Violation(this, accepted.AtMs, $"{message.Id} was accepted without a seq.", id: message.Id);
                }
                else if (!user.Log.TryGetValue(seq, out var frame))
                {
                    if (!message.MayExpire) yield return user.Violation(this, accepted.AtMs, $"{message.Id} was accepted as {seq}, and {seq} is not in the log.", seq, message.Id);
                }
                else if (frame.Id != message.Id)
                {
                    yield return user.Violation(this, accepted.AtMs, $"{message.Id} was accepted as {seq}, and {seq} is {frame.Id}.", seq, message.Id);
                }
            }
        }

        foreach (var change in user.StateAttempts.Where(change => change.Outcome == Outcome.Accepted))
        {
            if (!user.Frames.Any(frame => StateChanges.IsOf(frame, change.Version!.Value, change.Patch)))
                yield return user.Violation(this, change.AtMs, $"A change of the state was accepted as version {change.Version}, and the log has no such change: {change.Patch}.");
        }
    }
}

namespace Netra.Faults;

/// <summary>What was accepted before something else was first sent is before it in the log: whoever publishes twice, one after the other, is read in that order.</summary>
internal sealed class OrderOfAnswers : IRule
{
    public IEnumerable<Violation> Check(UserHistory user)
    {
        // From the end: the earliest answer to anything behind the frame must not come before the frame was sent.
        var (earliest, seqOfEarliest) = (long.MaxValue, 0L);
        foreach (var frame in user.Frames.Reverse())
        {
            if (!user.Messages.TryGetValue(frame.Id, out var message) || message.Attempts.Count == 0) continue;
            if (earliest < message.FirstSentAtMs)
            {
                yield return user.Violation(
                    this, message.FirstSentAtMs, $"{frame.Seq}, {frame.Id}, was first sent after {seqOfEarliest} had been accepted, and is before it in the log.", frame.Seq, frame.Id);
            }

            foreach (var accepted in message.Accepted.Where(accepted => accepted.AtMs < earliest)) (earliest, seqOfEarliest) = (accepted.AtMs, frame.Seq);
        }
    }
}

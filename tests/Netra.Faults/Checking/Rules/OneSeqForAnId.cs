namespace Netra.Faults;

/// <summary>However often something was sent with the same id, it is in the log once, and every answer gives the same seq.</summary>
internal sealed class OneSeqForAnId : IRule
{
    public IEnumerable<Violation> Check(UserHistory user)
    {
        foreach (var same in user.Frames.GroupBy(frame => frame.Id).Where(same => same.Count() > 1))
            yield return user.Violation(this, user.EndMs, $"{same.Key} is in the log {same.Count()} times: {string.Join(", ", same.Select(frame => frame.Seq))}.", same.Last().Seq, same.Key);

        foreach (var message in user.Messages.Values)
        {
            var seqs = message.Accepted.Where(accepted => accepted.Seq is not null).Select(accepted => accepted.Seq!.Value).Distinct().ToList();
            if (seqs.Count > 1) yield return user.Violation(this, message.Accepted.Last().AtMs, $"{message.Id} was answered with different seqs: {string.Join(", ", seqs)}.", seqs[^1], message.Id);
        }
    }
}

namespace Netra.Faults;

/// <summary>
/// When all is healed, and nobody has asked the cluster anything since, every tab is connected and has had all that was accepted. A reader that comes, or a question over
/// HTTP, may make a process look at what it had missed; nobody may depend on that.
/// </summary>
internal sealed class ArrivedUnaided : IRule
{
    public IEnumerable<Violation> Check(UserHistory user)
    {
        foreach (var tab in user.TabsWhenQuiet)
        {
            var last = user.Accepted.Where(accepted => accepted.AtMs < tab.AtMs).MaxBy(accepted => accepted.Seq);
            if (tab.Connection == 0)
            {
                yield return user.Violation(this, tab.AtMs, $"{tab.Tab} was not connected when all had long been healed.");
            }
            else if (last is not null && tab.CoveredSeq < last.Seq)
            {
                yield return user.Violation(
                    this, tab.AtMs, $"{tab.Tab} was at {tab.CoveredSeq}, and {last.Seq}, {last.Id}, had been accepted at {last.AtMs} ms.", tab.CoveredSeq + 1);
            }
        }
    }
}

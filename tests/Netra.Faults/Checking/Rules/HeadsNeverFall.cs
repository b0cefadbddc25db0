namespace Netra.Faults;

/// <summary>
/// A head that is told, to a connection, to a <c>resume</c> or over HTTP, is not below what was known before it was asked for: what had been accepted, and heads that had been told.
/// </summary>
internal sealed class HeadsNeverFall : IRule
{
    public IEnumerable<Violation> Check(UserHistory user)
    {
        var told = ToldHead.Of(user);
        var known = user.Accepted.Select(accepted => new KnownHead(accepted.Seq, accepted.AtMs, $"{accepted.Seq}, {accepted.Id}, was accepted", accepted.Id))
            .Concat(told.Select(head => new KnownHead(head.Seq, head.AtMs, $"{head.Who} was told the head {head.Seq}")))
            .OrderBy(one => one.AtMs)
            .ToList();
        var next = 0;
        KnownHead? highest = null;
        foreach (var head in told)
        {
            // In the same millisecond nobody knows which was first.
            for (; next < known.Count && known[next].AtMs < head.AskedAtMs; next++)
            {
                if (highest is null || known[next].Seq > highest.Seq) highest = known[next];
            }

            if (highest is not null && highest.Seq > head.Seq)
                yield return user.Violation(this, head.AtMs, $"{head.Who} was told the head {head.Seq}, and at {highest.AtMs} ms {highest.Why}.", highest.Seq, highest.Id);
        }
    }
}

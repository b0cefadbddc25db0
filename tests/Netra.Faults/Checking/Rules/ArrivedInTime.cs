namespace Netra.Faults;

/// <summary>Outside of faults an open tab has what is accepted within a bound.</summary>
internal sealed class ArrivedInTime : IRule
{
    public IEnumerable<Violation> Check(UserHistory user)
    {
        // What holds one message up holds up those behind it: one sentence for all.
        foreach (var late in Arrival.Of(user).Where(arrival => arrival.IsLate).GroupBy(arrival => arrival.Connection))
        {
            var first = late.MinBy(arrival => arrival.Accepted.AtMs)!;
            var accepted = first.Accepted;
            var came = first.Length is { } length ? $"came {length} ms later" : "never came";
            yield return user.Violation(
                this, accepted.AtMs + Arrival.BoundMs,
                $"No fault was there, and {accepted.Seq}, {accepted.Id}, which was accepted at {accepted.AtMs} ms, {came} at {late.Key.Connecting.Tab}, which was open; {late.Count()} of its messages were late.",
                accepted.Seq, accepted.Id);
        }
    }
}

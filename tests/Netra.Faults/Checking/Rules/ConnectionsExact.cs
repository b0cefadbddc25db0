namespace Netra.Faults;

/// <summary>At the end the server lists the connections that are there, no other, each with the position that it acknowledged.</summary>
internal sealed class ConnectionsExact : IRule
{
    public IEnumerable<Violation> Check(UserHistory user)
    {
        if (user.AtEnd is not { } end) yield break;
        foreach (var tab in user.TabsAtEnd)
        {
            if (!end.Connections.TryGetValue(tab.ConnectionId, out var acked)) yield return user.Violation(this, end.AtMs, $"{tab.Tab} is connected and not listed.");
            else if (tab.AckedSeq != 0 && acked != tab.AckedSeq) yield return user.Violation(this, end.AtMs, $"{tab.Tab} has acknowledged {tab.AckedSeq}, and the list says {acked}.");
        }

        foreach (var ghost in end.Connections.Keys.Except(user.TabsAtEnd.Select(tab => tab.ConnectionId)))
            yield return user.Violation(this, end.AtMs, $"{ghost} is listed and not connected.");
    }
}

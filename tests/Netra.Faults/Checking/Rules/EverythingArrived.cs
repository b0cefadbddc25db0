namespace Netra.Faults;

/// <summary>At the end every tab is connected and has had every frame up to the head, and everything that tabs sent has an answer.</summary>
internal sealed class EverythingArrived : IRule
{
    public IEnumerable<Violation> Check(UserHistory user)
    {
        if (user.AtEnd is not { } end) yield break;
        foreach (var tab in user.TabsAtEnd)
        {
            var connection = user.Connections.FirstOrDefault(one => one.Connecting.Connection == tab.Connection);
            if (connection?.Opened is null)
            {
                yield return user.Violation(this, tab.AtMs, $"{tab.Tab} is not connected.");
                continue;
            }

            if (connection.Resumes is [.., { Answer: null } open]) yield return user.Violation(this, tab.AtMs, $"{tab.Tab} asked to resume at {open.LastSeq} and never had an answer.");
            var last = connection.Frames.LastOrDefault(frame => frame.Type == "resumed");
            var ahead = connection.Frames.Where(frame => frame.IsExpedited && last is null).Select(frame => frame.Seq!.Value).ToHashSet();
            var place = tab.LastSeq;
            while (ahead.Contains(place + 1)) place++;
            if (place != end.HeadSeq) yield return user.Violation(this, tab.AtMs, $"{tab.Tab} is at {place}, and the head is {end.HeadSeq}.", place + 1);
        }

        foreach (var message in user.Messages.Values.Where(message => message.IsOfTab && message.Attempts.All(attempt => attempt.Outcome == Outcome.Unknown)))
            yield return user.Violation(this, user.EndMs, $"{message.Id} of a tab never had an answer.", id: message.Id);
    }
}

namespace Netra.Faults;

/// <summary>One message on its way to one tab, or to its acknowledgement. Milliseconds since the run began.</summary>
internal readonly record struct Delivery(long FromMs, long ToMs)
{
    public long Length => ToMs - FromMs;

    /// <summary>From the first try to publish to the arrival at each tab that keeps its position. Where the tab had left by itself, from its return.</summary>
    public static IEnumerable<Delivery> ToTabs(UserHistory user, long untilMs)
    {
        foreach (var tab in user.Connections.GroupBy(connection => connection.Connecting.Tab))
        {
            // A tab that forgets who it was is given again what it had long ago.
            if (tab.Select(connection => connection.Connecting.ClientId).Distinct().Count() > 1) continue;
            var had = new HashSet<long>();
            var returnedMs = 0L;
            foreach (var connection in tab)
            {
                if (connection.Connecting.IsReturn) returnedMs = connection.Connecting.AtMs;
                foreach (var frame in connection.Frames)
                {
                    if (frame.Seq is not { } seq || !had.Add(seq) || frame.Id is null || frame.AtMs > untilMs) continue;
                    if (!user.Messages.TryGetValue(frame.Id, out var message) || message.IsOfTab) continue;
                    yield return new Delivery(Math.Max(returnedMs, message.FirstSentAtMs), frame.AtMs);
                }
            }
        }
    }

    /// <summary>From the first try to publish to the first acknowledgement.</summary>
    public static IEnumerable<Delivery> ToAcknowledgement(UserHistory user) => user.Messages.Values
        .Where(message => !message.IsOfTab && message.Accepted.Any())
        .Select(message => new Delivery(message.FirstSentAtMs, message.Accepted.Min(accepted => accepted.AtMs)));
}

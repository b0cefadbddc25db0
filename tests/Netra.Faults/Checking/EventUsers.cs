namespace Netra.Faults;

/// <summary>Tells which user an event is about.</summary>
internal static class EventUsers
{
    /// <summary>The events of each user, in order.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<HistoryEvent>> Group(IEnumerable<HistoryEvent> events)
    {
        var byUser = new SortedDictionary<string, List<HistoryEvent>>(StringComparer.Ordinal);
        var userOf = new Dictionary<int, string>();
        foreach (var happened in events)
        {
            if (happened is TabConnecting connecting) userOf[connecting.Connection] = connecting.User;
            if (UserOf(happened, userOf) is not { } user) continue;
            if (!byUser.TryGetValue(user, out var own)) byUser.Add(user, own = []);
            own.Add(happened);
        }

        return byUser.ToDictionary(entry => entry.Key, entry => (IReadOnlyList<HistoryEvent>)entry.Value);
    }

    /// <summary>The connection that an event is about; null: none.</summary>
    public static int? ConnectionOf(HistoryEvent happened) => happened switch
    {
        TabOpened opened => opened.Connection,
        TabRefused refused => refused.Connection,
        TabFrame frame => frame.Connection,
        TabSent sent => sent.Connection,
        TabClosed closed => closed.Connection,
        _ => null,
    };

    private static string? UserOf(HistoryEvent happened, Dictionary<int, string> userOf) => happened switch
    {
        MessageAttempt message => message.User,
        StateAttempt state => state.User,
        TabConnecting connecting => connecting.User,
        TabWhenQuiet tab => tab.User,
        TabAtEnd tab => tab.User,
        FrameAtEnd frame => frame.User,
        UserAtEnd user => user.User,
        _ => ConnectionOf(happened) is { } connection ? userOf.GetValueOrDefault(connection) : null,
    };
}

namespace Netra.Bench;

/// <summary>Holds the numbers of the messages that come to each connection against what must come: each once, in order. Not thread-safe.</summary>
internal sealed class DeliveryTracker(int connections)
{
    private readonly long[] _next = new long[connections];
    private readonly HashSet<(int Connection, long Number)> _missing = [];

    /// <summary>Messages that came again.</summary>
    public long Repeated { get; private set; }

    /// <summary>Messages that came behind a later one.</summary>
    public long Reordered { get; private set; }

    public void Take(int connection, long number)
    {
        ref var next = ref _next[connection];
        if (number == next)
        {
            next++;
        }
        else if (number > next)
        {
            for (; next < number; next++) _missing.Add((connection, next));
            next++;
        }
        else if (_missing.Remove((connection, number)))
        {
            Reordered++;
        }
        else
        {
            Repeated++;
        }
    }

    /// <summary>Ends a stretch: what has not come until now is lost, and what comes next has the number that is published next.</summary>
    /// <param name="own">The numbers of the connections that count.</param>
    /// <param name="publishedTo">How many messages there were to a connection's user.</param>
    public DeliveryFaults End(IEnumerable<int> own, Func<int, long> publishedTo)
    {
        var lost = (long)_missing.Count;
        foreach (var connection in own)
        {
            var published = publishedTo(connection);
            lost += published - _next[connection];
            _next[connection] = published;
        }

        var faults = new DeliveryFaults(lost, Repeated, Reordered);
        _missing.Clear();
        (Repeated, Reordered) = (0, 0);
        return faults;
    }
}

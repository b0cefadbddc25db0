namespace Netra.Faults;

/// <summary>All that is known of one user, put in order for the rules.</summary>
internal sealed class UserHistory
{
    private readonly SortedDictionary<long, TrueFrame> _log = [];
    private readonly Dictionary<string, SentMessage> _messages = [];

    public UserHistory(string name, IReadOnlyList<HistoryEvent> events, Calm calm)
    {
        Name = name;
        Calm = calm;
        AtEnd = events.OfType<UserAtEnd>().SingleOrDefault();
        TabsWhenQuiet = [.. events.OfType<TabWhenQuiet>()];
        TabsAtEnd = [.. events.OfType<TabAtEnd>()];
        StateAttempts = [.. events.OfType<StateAttempt>()];
        FramesAtEnd = [.. events.OfType<FrameAtEnd>()];
        Answers =
        [
            .. events.OfType<MessageAttempt>().Select(attempt => new HttpAnswer(attempt.AtMs, attempt.Id, attempt.Status, attempt.Code)),
            .. StateAttempts.Select(attempt => new HttpAnswer(attempt.AtMs, attempt.Patch, attempt.Status, null)),
        ];
        Connections = ConnectionsOf(events);
        AddMessages(events.OfType<MessageAttempt>());
        TabMessages.AddTo(_messages, Connections);
        foreach (var frame in FramesAtEnd) _log[frame.Seq] = new TrueFrame(frame.Seq, frame.Id, frame.Type, frame.TimestampMs, frame.Payload);
        foreach (var frame in Readers.SelectMany(reader => reader.Frames).Where(frame => frame.Seq is not null))
            _log.TryAdd(frame.Seq!.Value, new TrueFrame(frame.Seq.Value, frame.Id ?? "", frame.Type, frame.TimestampMs, frame.Payload));
        Accepted = Acceptance.Of(this);
        EndMs = AtEnd?.AtMs ?? (events.Count > 0 ? events[^1].AtMs : 0);
    }

    public string Name { get; }

    /// <summary>When no fault was there, in the whole run.</summary>
    public Calm Calm { get; }

    /// <summary>When the last was read of it.</summary>
    public long EndMs { get; }

    public UserAtEnd? AtEnd { get; }

    /// <summary>Where its tabs were before anything was asked of the healed cluster.</summary>
    public IReadOnlyList<TabWhenQuiet> TabsWhenQuiet { get; }

    public IReadOnlyList<TabAtEnd> TabsAtEnd { get; }

    public IReadOnlyList<StateAttempt> StateAttempts { get; }

    public IReadOnlyList<FrameAtEnd> FramesAtEnd { get; }

    /// <summary>How the server API answered.</summary>
    public IReadOnlyList<HttpAnswer> Answers { get; }

    /// <summary>In the order in which they were begun.</summary>
    public IReadOnlyList<TabConnection> Connections { get; }

    /// <summary>Those that read everything at the end.</summary>
    public IEnumerable<TabConnection> Readers => Connections.Where(connection => TabsAtEnd.Any(tab => tab.IsReader && tab.Tab == connection.Connecting.Tab));

    /// <summary>What the log has in the end, by seq.</summary>
    public IReadOnlyDictionary<long, TrueFrame> Log => _log;

    /// <summary>The frames of <see cref="Log"/> in order.</summary>
    public IEnumerable<TrueFrame> Frames => _log.Values;

    /// <summary>What was sent with an id, by it.</summary>
    public IReadOnlyDictionary<string, SentMessage> Messages => _messages;

    /// <summary>What somebody knows to be accepted, in the order in which it was known.</summary>
    public IReadOnlyList<Acceptance> Accepted { get; }

    public Violation Violation(IRule rule, long atMs, string message, long? seq = null, string? id = null) =>
        new(rule.GetType().Name, Name, atMs, message) { Seq = seq, Id = id };

    private static List<TabConnection> ConnectionsOf(IReadOnlyList<HistoryEvent> events)
    {
        var connections = new Dictionary<int, TabConnection>();
        foreach (var happened in events)
        {
            switch (happened)
            {
                case TabConnecting connecting:
                    connections.Add(connecting.Connection, new TabConnection(connecting));
                    break;
                default:
                    if (EventUsers.ConnectionOf(happened) is { } number && connections.TryGetValue(number, out var connection)) connection.Add(happened);
                    break;
            }
        }

        return [.. connections.Values.OrderBy(connection => connection.Connecting.AtMs)];
    }

    private void AddMessages(IEnumerable<MessageAttempt> attempts)
    {
        foreach (var attempt in attempts)
        {
            if (!_messages.TryGetValue(attempt.Id, out var message))
            {
                message = new SentMessage(attempt.Id, attempt.Type, attempt.Payload) { IsDurable = attempt.IsDurable, MayExpire = attempt.TtlMs is not null };
                _messages.Add(attempt.Id, message);
            }

            message.Add(new Attempt(attempt.SentAtMs, attempt.Outcome == Outcome.Unknown ? long.MaxValue : attempt.AtMs, attempt.Outcome, attempt.Seq));
        }
    }
}

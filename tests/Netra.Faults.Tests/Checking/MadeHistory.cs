using System.Globalization;

namespace Netra.Faults.Tests;

/// <summary>Makes the history of one user by hand. What is not changed is right: each method adds what a run without a fault would have.</summary>
internal sealed class MadeHistory
{
    public const string User = "user";
    public const string Epoch = "epoch";
    private const string NoState = "{}";

    private readonly List<HistoryEvent> _events = [];
    private readonly SortedDictionary<long, FrameAtEnd> _log = [];
    private readonly List<TabAtEnd> _tabs = [];
    private readonly Dictionary<string, long> _listed = [];
    private long _nowMs;
    private int _connections;

    public long StateVersion { get; set; }

    public string State { get; set; } = NoState;

    /// <summary>The head that the server tells at the end; null: that of the log.</summary>
    public long? Head { get; set; }

    /// <summary>The history up to here.</summary>
    public IReadOnlyList<HistoryEvent> Events => _events;

    private long Now => _nowMs += 10;

    /// <summary>Messages <c>m1</c>, <c>m2</c>… that were accepted with their number as seq and are in the log.</summary>
    public MadeHistory Published(int count, int first = 1)
    {
        for (var number = first; number < first + count; number++)
        {
            Attempted($"m{number}", Outcome.Accepted, number);
            Logged(number, $"m{number}");
        }

        return this;
    }

    /// <summary>A try to publish.</summary>
    public MadeHistory Attempted(string id, Outcome outcome, long? seq = null, long? ttlMs = null, bool isDurable = true, int? status = null)
    {
        var sent = Now;
        _events.Add(new MessageAttempt
        {
            AtMs = Now,
            SentAtMs = sent,
            User = User,
            Id = id,
            Type = "note",
            Payload = PayloadOf(id),
            Outcome = outcome,
            Seq = seq,
            TtlMs = ttlMs,
            IsDurable = isDurable,
            Status = status ?? outcome switch { Outcome.Accepted => 200, Outcome.Refused => 503, _ => 0 },
        });
        return this;
    }

    /// <summary>A frame of the log.</summary>
    public MadeHistory Logged(long seq, string id, string type = "note", string? payload = null, long? timestampMs = null)
    {
        _log[seq] = new FrameAtEnd { User = User, Seq = seq, Id = id, Type = type, TimestampMs = timestampMs ?? TimestampOf(seq), Payload = payload ?? PayloadOf(id) };
        return this;
    }

    /// <summary>Takes a frame out of the log.</summary>
    public MadeHistory Lost(long seq)
    {
        _log.Remove(seq);
        return this;
    }

    /// <summary>A connection that is opened. Answers its number.</summary>
    public int Opened(string tab = "tab", long? lastSeq = null, long head = 0, long? replayFrom = null, string? reset = null, string? clientId = null, bool isNamed = true)
    {
        var connection = ++_connections;
        _events.Add(new TabConnecting { AtMs = Now, Tab = tab, User = User, Connection = connection, ClientId = isNamed ? clientId ?? tab : null, LastSeq = lastSeq, Epoch = lastSeq is null ? null : Epoch });
        _events.Add(new TabOpened
        {
            AtMs = Now,
            Connection = connection,
            ConnectionId = $"c{connection}",
            Epoch = Epoch,
            HeadSeq = head,
            OldestSeq = head == 0 ? 0 : 1,
            Resumed = lastSeq is not null && reset is null,
            ReplayFrom = replayFrom,
            ReplayTo = replayFrom is null ? null : head,
            ResetReason = reset,
        });
        return connection;
    }

    /// <summary>Durable frames that a connection gets, as they are in the log.</summary>
    public MadeHistory Got(int connection, params long[] seqs)
    {
        foreach (var seq in seqs)
        {
            var id = $"m{seq}";
            var (type, payload) = _log.TryGetValue(seq, out var logged) ? (logged.Type, logged.Payload) : ("note", PayloadOf(id));
            Got(connection, type, logged?.Id ?? id, seq, payload);
        }

        return this;
    }

    /// <summary>A frame that a connection gets.</summary>
    public MadeHistory Got(int connection, string type, string? id, long? seq, string payload, bool isExpedited = false)
    {
        _events.Add(new TabFrame
        {
            AtMs = Now,
            Connection = connection,
            Type = type,
            Id = id,
            Seq = seq,
            TimestampMs = seq is null ? 0 : TimestampOf(seq.Value),
            Payload = payload,
            IsExpedited = isExpedited,
        });
        return this;
    }

    /// <summary>What a tab sends.</summary>
    public MadeHistory Sent(int connection, string type, string? id, string payload)
    {
        _events.Add(new TabSent { AtMs = Now, Connection = connection, Type = type, Id = id, Payload = payload });
        return this;
    }

    /// <summary>The end of a connection.</summary>
    public MadeHistory Closed(int connection, int? code = null)
    {
        _events.Add(new TabClosed { AtMs = Now, Connection = connection, Code = code, By = code is null ? "abort" : "server" });
        return this;
    }

    /// <summary>A <c>resume</c> frame that a tab sends.</summary>
    public MadeHistory Asked(int connection, long lastSeq, string id = "r1") => Sent(connection, "resume", id, $$"""{"last_seq":{{lastSeq}},"epoch":"{{Epoch}}"}""");

    /// <summary>The answer to a <c>resume</c>.</summary>
    public MadeHistory Resumed(int connection, long? from, long? to, string? reset = null, string id = "r1") =>
        Got(connection, "resumed", id, null, $$"""{"resumed":{{(reset is null ? "true" : "false")}},"replay_from":{{Text(from)}},"replay_to":{{Text(to)}},"reset_reason":{{(reset is null ? "null" : $"\"{reset}\"")}}}""");

    /// <summary>Where a tab is before anything is asked of the healed cluster.</summary>
    public MadeHistory Quiet(int connection, long coveredSeq, string tab = "tab") =>
        Happened(new TabWhenQuiet { AtMs = Now, Tab = tab, User = User, Connection = connection, CoveredSeq = coveredSeq });

    /// <summary>A change of the state over HTTP, and its frame at the version; null: it has none.</summary>
    public MadeHistory Patched(string patch, Outcome outcome = Outcome.Accepted, long? version = null)
    {
        var sent = Now;
        return Happened(new StateAttempt { AtMs = Now, SentAtMs = sent, User = User, Patch = patch, Outcome = outcome, Status = outcome == Outcome.Accepted ? 200 : 0, Version = version });
    }

    /// <summary>A fault begins or ends.</summary>
    public MadeHistory Fault(bool begins, int number = 1) =>
        Happened(new FaultPhase { AtMs = Now, Fault = number, Kind = FaultKind.Split, Targets = ["silo1", "gateway1"], Begins = begins });

    /// <summary>Something happens to a process.</summary>
    public MadeHistory Process(string phase, string process = "silo1") => Happened(new ProcessPhase { AtMs = Now, Process = process, Phase = phase });

    /// <summary>Nothing happens for a while.</summary>
    public MadeHistory Passed(long ms)
    {
        _nowMs += ms;
        return this;
    }

    /// <summary>Another event, as it is.</summary>
    public MadeHistory Happened(HistoryEvent happened)
    {
        _events.Add(happened);
        return this;
    }

    /// <summary>A tab that is there at the end.</summary>
    public MadeHistory Stays(int connection, long lastSeq, string tab = "tab", bool isListed = true, long? stateVersion = null, string? state = null, bool isReader = false)
    {
        _tabs.Add(new TabAtEnd
        {
            Tab = tab,
            User = User,
            Connection = connection,
            ConnectionId = $"c{connection}",
            LastSeq = lastSeq,
            AckedSeq = lastSeq,
            StateVersion = stateVersion ?? StateVersion,
            State = state ?? State,
            IsReader = isReader,
        });
        if (isListed) _listed[$"c{connection}"] = lastSeq;
        return this;
    }

    /// <summary>A connection that the server lists and that nobody has.</summary>
    public MadeHistory Haunted(string connectionId)
    {
        _listed[connectionId] = 0;
        return this;
    }

    /// <summary>A reader that comes at the end, gets the whole log and stays.</summary>
    public MadeHistory Read(params (long From, long To, string Reason)[] skipped)
    {
        var head = Head ?? _log.Keys.LastOrDefault();
        var reader = Opened("reader", lastSeq: 0, head: head, replayFrom: head == 0 ? null : 1);
        for (var seq = 1L; seq <= head; seq++)
        {
            var hole = skipped.FirstOrDefault(range => range.From == seq);
            if (hole != default) Got(reader, "skipped", null, null, SkipOf(hole.From, hole.To, hole.Reason));
            if (_log.ContainsKey(seq)) Got(reader, seq);
        }

        return Stays(reader, head, "reader", isReader: true);
    }

    /// <summary>The end of the run, and what the checker says.</summary>
    public IReadOnlyList<Violation> Check()
    {
        _events.AddRange(_tabs.Select(tab => tab with { AtMs = Now }));
        _events.AddRange(_log.Values.Select(frame => frame with { AtMs = Now }));
        var begun = Now;
        _events.Add(new UserAtEnd
        {
            AtMs = Now,
            BegunAtMs = begun,
            User = User,
            Epoch = Epoch,
            HeadSeq = Head ?? _log.Keys.LastOrDefault(),
            OldestSeq = 1,
            Connections = _listed,
            StateVersion = StateVersion,
            State = State,
        });
        _events.Add(new RunEnded { AtMs = Now });
        return Checker.Check(_events);
    }

    /// <summary>The payload of a <c>skipped</c>.</summary>
    public static string SkipOf(long from, long to, string reason) => $$"""{"from":{{from}},"to":{{to}},"reason":"{{reason}}"}""";

    public static string PayloadOf(string id) => $$"""{"text":"{{id}}"}""";

    private static string Text(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "null";

    private static long TimestampOf(long seq) => 1_000_000 + seq;
}

using System.Text.Json.Nodes;

namespace Netra.Faults;

/// <summary>What a tab does with frames.</summary>
internal sealed partial class Tab
{
    /// <summary>Guards everything that the receiving, the sending and the end of the run look at.</summary>
    private readonly Lock _gate = new();

    private readonly StateReplica _state = new();
    private readonly HashSet<long> _expedited = [];
    private string? _epoch;
    private string _connectionId = "";
    private long _lastSeq;
    private long _ackedSeq;

    /// <summary>Where this connection began. What it was not sent can't be acknowledged on it.</summary>
    private long _begunSeq;

    /// <summary>The place up to which the tab has had everything, also what was sent ahead of its turn.</summary>
    public long CoveredSeq
    {
        get
        {
            lock (_gate)
            {
                var seq = Position;
                while (_expedited.Contains(seq + 1)) seq++;
                return Connection == 0 ? -1 : seq;
            }
        }
    }

    /// <summary>Whether everything that it got is acknowledged, and everything that it sent is answered.</summary>
    public bool IsSettled
    {
        get
        {
            lock (_gate) return Connection != 0 && (_ackedSeq == _lastSeq || _begunSeq == _lastSeq) && _pending.Count == 0 && _asking is null;
        }
    }

    /// <summary>The version of the state that it has.</summary>
    public long StateVersion
    {
        get
        {
            lock (_gate) return _state.Version;
        }
    }

    /// <summary>Where it is.</summary>
    public TabAtEnd Describe()
    {
        lock (_gate)
        {
            return new TabAtEnd
            {
                AtMs = context.History.NowMs,
                Tab = name,
                User = user,
                Connection = Connection,
                ConnectionId = _connectionId,
                LastSeq = Position,
                AckedSeq = _ackedSeq,
                StateVersion = _state.Version,
                State = _state.Document.ToJsonString(HistoryJson.Options),
                IsReader = IsReader,
            };
        }
    }

    /// <summary>Where it is, in a word.</summary>
    public TabWhenQuiet DescribeQuiet() =>
        new() { AtMs = context.History.NowMs, Tab = name, User = user, Connection = Connection, CoveredSeq = CoveredSeq };

    private async Task TakeAsync(TabSocket socket, int connection, string text)
    {
        var frame = JsonNode.Parse(text)!;
        var type = (string)frame["type"]!;
        if (type == "pong") return;
        if (type == "ping")
        {
            await socket.SendAsync("""{"type":"pong"}""");
            return;
        }

        var payload = frame["payload"]!;
        var seq = (long?)frame["seq"];
        var id = (string?)frame["id"];
        var isExpedited = (bool?)frame["expedited"] == true;
        lock (_gate)
        {
            Record(connection, type, id, seq, (long)frame["timestamp"]!, isExpedited, payload);
            if (type == "connection_established") Open(connection, payload);
            else if (seq is { } durable) TakeDurable(durable, isExpedited);
            else if (type == "skipped") _lastSeq = Math.Max(_lastSeq, (long)payload["to"]!);
            if (type is "state_snapshot" or "state_resync") _state.Replace((long)payload["version"]!, payload["state"]!.AsObject());
            if (type == "version_conflict") _state.Replace((long)payload["server_version"]!, payload["state"]!.AsObject());
            if (type == "state_updated") _state.TryApply(payload);
            if (seq is { } known) context.Accepted.Note(user, known);
            if (id is not null && id == _asking?.Id) TakeResumed(_asking, type, payload);
            else if (id is not null) TakeAnswer(type, id, payload);
        }
    }

    private void Record(int connection, string type, string? id, long? seq, long timestampMs, bool isExpedited, JsonNode payload)
    {
        HistoryEvent happened = type == "connection_established"
            ? new TabOpened
            {
                AtMs = context.History.NowMs,
                Connection = connection,
                ConnectionId = (string)payload["connection_id"]!,
                Epoch = (string)payload["epoch"]!,
                HeadSeq = (long)payload["head_seq"]!,
                OldestSeq = (long)payload["oldest_seq"]!,
                Resumed = (bool)payload["resumed"]!,
                ReplayFrom = (long?)payload["replay_from"],
                ReplayTo = (long?)payload["replay_to"],
                ResetReason = (string?)payload["reset_reason"],
                StateVersion = (long)payload["state_version"]!,
            }
            : new TabFrame
            {
                AtMs = context.History.NowMs,
                Connection = connection,
                Type = type,
                Id = id,
                Seq = seq,
                TimestampMs = timestampMs,
                IsExpedited = isExpedited,
                Payload = payload.ToJsonString(HistoryJson.Options),
            };
        context.History.Add(happened);
    }

    private void Open(int connection, JsonNode payload)
    {
        Connection = connection;
        var (position, epoch) = (_lastSeq, _epoch);
        _connectionId = (string)payload["connection_id"]!;
        _epoch = (string)payload["epoch"]!;
        _expedited.Clear();
        _ackedSeq = 0;
        if ((bool)payload["resumed"]!)
        {
            _ackedSeq = _begunSeq = _lastSeq;
            return;
        }

        // What comes first is the place behind which the tab is.
        _lastSeq = _begunSeq = ((long?)payload["replay_from"] ?? (long)payload["head_seq"]! + 1) - 1;
        if (mode == TabMode.Asking && epoch is not null) _asking = new ResumeRequest(NextResumeId(), position, epoch) { IsOwnPosition = true };
    }

    private void TakeDurable(long seq, bool isExpedited)
    {
        if (isExpedited) _expedited.Add(seq);
        else _lastSeq = seq;
    }
}

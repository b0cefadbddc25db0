using System.Globalization;
using System.Text.Json.Nodes;

namespace Netra.Faults;

/// <summary>What a tab sends: acknowledgements, messages, changes of the state; again with the same id while there is no answer.</summary>
internal sealed partial class Tab
{
    private const int MaxPending = 3;
    private const int TickMs = 250;
    private const int PingMs = 1_500;
    private const int AnswerPatienceMs = 10_000;
    private const int RetryMs = 500;

    private readonly List<PendingMessage> _pending = [];
    private int _sent;

    private async Task SendAsync(TabSocket socket, int connection, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            foreach (var pending in _pending) pending.DueMs = 0;
        }

        var nextPing = 0L;
        while (!cancellationToken.IsCancellationRequested)
        {
            if (context.History.NowMs >= nextPing)
            {
                nextPing = context.History.NowMs + PingMs;
                if (!await socket.SendAsync("""{"type":"ping"}""")) return;
            }

            foreach (var (sent, frame) in Collect(connection))
            {
                context.History.Add(sent with { AtMs = context.History.NowMs });
                if (!await socket.SendAsync(frame)) return;
            }

            try
            {
                await Task.Delay(TickMs, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>What is to be sent now.</summary>
    private List<(TabSent Sent, string Frame)> Collect(int connection)
    {
        var frames = new List<(TabSent, string)>();
        lock (_gate)
        {
            // Nothing before the first frame.
            if (Connection != connection) return frames;
            if (!context.IsQuiet && !IsReader) Invent();
            if (CollectResume(connection) is { } asking) frames.Add(asking);
            foreach (var pending in _pending.Where(pending => pending.DueMs <= context.History.NowMs))
            {
                pending.DueMs = context.History.NowMs + AnswerPatienceMs;
                frames.Add((new TabSent { Connection = connection, Type = pending.Type, Id = pending.Id, Payload = pending.Payload }, pending.Frame));
            }

            if (_asking is null && _lastSeq > Math.Max(_ackedSeq, _begunSeq) && (context.IsQuiet || _chance.Next(3) == 0))
            {
                _ackedSeq = _lastSeq;
                var payload = string.Create(CultureInfo.InvariantCulture, $$"""{"seq":{{_lastSeq}}}""");
                frames.Add((new TabSent { Connection = connection, Type = "ack", Payload = payload }, $$"""{"type":"ack","payload":{{payload}}}"""));
            }
        }

        return frames;
    }

    private void Invent()
    {
        if (_pending.Count >= MaxPending) return;
        var choice = _chance.Next(100);
        if (choice < 6)
        {
            Add("said", new JsonObject { ["tab"] = name, ["number"] = _sent });
        }
        else if (choice < 10 && !_pending.Any(pending => pending.IsStateChange))
        {
            var value = string.Create(CultureInfo.InvariantCulture, $"{name}-{_sent}");
            switch (_chance.Next(3))
            {
                case 0:
                    Add("state_update", new JsonObject { ["version"] = _state.Version, ["patch"] = new JsonObject { [name] = new JsonObject { ["last"] = value } } });
                    break;
                case 1:
                    Add("partial_state_update", new JsonObject { ["version"] = _state.Version, ["updates"] = new JsonObject { [$"tabs.{name}.at"] = value } });
                    break;
                default:
                    var operation = new JsonObject { ["op"] = "add", ["path"] = $"/{name}-op", ["value"] = value };
                    Add("state_update", new JsonObject { ["version"] = _state.Version, ["ops"] = new JsonArray(operation) });
                    break;
            }
        }
    }

    private void Add(string type, JsonObject payload) =>
        _pending.Add(new PendingMessage(string.Create(CultureInfo.InvariantCulture, $"{name}-{_sent++}"), type, payload));

    /// <summary>Takes note of what the server says to one of the tab's own messages.</summary>
    private void TakeAnswer(string type, string id, JsonNode payload)
    {
        if (_pending.Find(pending => pending.Id == id) is not { } answered) return;
        switch (type)
        {
            case "ack" when (long?)payload["seq"] is { } seq:
                context.Accepted.Note(user, seq);
                _pending.Remove(answered);
                break;
            case "ack" or "version_conflict" or "state_updated":
                _pending.Remove(answered);
                break;
            case "error" when (string?)payload["code"] is "internal" or "rate_limited":
                answered.DueMs = context.History.NowMs + RetryMs;
                break;
            case "error":
                _pending.Remove(answered);
                break;
            default:
                // The message itself, as all tabs of the user get it; its ack comes too.
                break;
        }
    }
}

using System.Text;
using System.Text.Json.Nodes;
using Netra.Abstractions;

namespace Netra.Model.Tests;

/// <content>What clients do.</content>
internal sealed partial class ScenarioRun
{
    private static readonly string[] Starts = ["unread", "head", "oldest"];

    private async Task ConnectAsync(Step step)
    {
        var client = ClientOf(step);
        if (client is { IsConnected: true, IsOwn: false }) await client.DropAsync();
        long? lastSeq = (step.B % 8) switch
        {
            0 or 1 => null,
            2 => _model.HeadSeq + 1 + (step.C % 3),
            3 => Math.Max(0, _model.HeadSeq - (step.C % 20)),
            _ => client.LastSeq,
        };
        var epoch = step.B % 10 == 9 ? ModelClient.OtherEpoch : step.C % 2 == 0 ? client.Epoch : null;
        if (lastSeq is null) epoch = null;
        var others = _clients.Where(other => other != client && other.IsConnected).ToList();
        var isTooMany = others.Count >= ModelSilo.MaxConnections;
        var isRefused = isTooMany && _silo.Policy == ConnectionPolicy.Reject;
        await client.ConnectAsync(lastSeq, epoch, withState: step.C % 3 != 0, Starts[step.C % Starts.Length], isRefused ? "connection_limit" : null);
        if (!isTooMany || isRefused) return;
        _silo.Tally.Count("oldest closed");
        await others.OrderBy(other => other.ConnectedAtMs).ThenBy(other => Guid.Parse(other.ConnectionId)).First().ExpectClosedAsync(4409);
    }

    /// <summary>Reads all that there is: up to the head, and then a frame beside the log, which comes behind everything.</summary>
    private async Task ReadAllAsync(ModelClient client)
    {
        await CompareAsync();
        await client.ReadToHeadAsync();
        var marker = $"{{\"marker\":{++_made}}}";
        await User.PublishAsync(new PublishRequest([new NewMessage("marker", null, Encoding.UTF8.GetBytes(marker)) { IsDurable = false }])).InTime();
        await client.ReadUntilAsync(frame => frame["payload"]?.ToJsonString() == marker, $"the marker {marker}");
        client.NoteLive();
        ModelException.Expect(_model.StateVersion, client.StateVersion, $"The version of the state of client {client.SessionId}");
        ModelException.Require(JsonNode.DeepEquals(_model.State, client.State), $"The state of client {client.SessionId} is not the server's.");
    }

    private async Task AcknowledgeAsync(Step step)
    {
        var client = ClientOf(step);
        if (!client.IsConnected) return;
        await ReadAllAsync(client);
        var seq = step.B % 4 == 0 ? _model.HeadSeq + step.C : Math.Max(0, _model.HeadSeq - (step.B % 10));
        await client.SendAsync(new JsonObject { ["type"] = "ack", ["payload"] = new JsonObject { ["seq"] = seq } });
        // Frames of a connection are taken one after the other: what is sent from here on is not acknowledged by it.
        var id = $"a{++_made}";
        await client.SendAsync(new JsonObject { ["type"] = "ping", ["id"] = id });
        await client.ReadUntilAsync(frame => IsAnswerTo(frame, "pong", id), "pong");
        if (Math.Min(seq, client.HighestSent) is > 0 and var counted) _model.Acknowledge(client.SessionId!, counted);
    }

    private async Task ResumeAsync(Step step)
    {
        var client = ClientOf(step);
        if (!client.IsConnected) return;
        await CompareAsync();
        // Not above what it has had: of the changes that it claims to have it would never get the state.
        var lastSeq = step.B % 6 == 0 ? _model.HeadSeq + 1 + (step.C % 3) : Math.Min(client.LastSeq!.Value, Math.Max(0, _model.HeadSeq - (step.C % 20)));
        var isOther = step.B % 10 == 9;
        var epoch = isOther ? ModelClient.OtherEpoch : step.C % 2 == 0 ? client.Epoch : null;
        var place = _model.PlaceOf(lastSeq, isOther);
        var head = _model.HeadSeq;
        var id = $"r{++_made}";
        await client.SendAsync(new JsonObject
        {
            ["type"] = "resume",
            ["id"] = id,
            ["payload"] = new JsonObject { ["last_seq"] = lastSeq, ["epoch"] = epoch },
        });
        var answer = await client.ReadUntilAsync(frame => IsAnswerTo(frame, "resumed", id), "resumed");
        if (place.Resumed) _model.Acknowledge(client.SessionId!, lastSeq);
        await client.TakeResumedAsync(answer, place, head);
    }

    private async Task SendMessageAsync(Step step)
    {
        var client = ClientOf(step);
        if (!client.IsConnected) return;
        var message = new ModelMessage("chat", step.B % 3 == 0 ? null : $"c{step.B % 5}", NextPayload());
        var expected = _model.Publish([message], ofClient: true, apply: false);
        var frame = new JsonObject { ["type"] = message.Type, ["payload"] = JsonNode.Parse(message.Payload) };
        if (message.Id is not null) frame["id"] = message.Id;
        // Without an id nothing answers but an error.
        var isAnswered = message.Id is not null || expected is null;
        var answer = await SubmitAsync(step, client, frame, isAnswered, () => _model.Publish([message], ofClient: true, apply: true));
        if (answer is null) return;
        if (expected is null)
        {
            ModelException.Expect("queue_full", ErrorOf(answer), "The answer to a message of a client");
            return;
        }

        ModelException.Expect("ack", ModelClient.TypeOf(answer), "The answer to a message of a client");
        ModelException.Expect(expected[0].Seq, answer["payload"]!["seq"]?.GetValue<long>(), "The seq of a client's message");
        ModelException.Expect(expected[0].Duplicate, answer["payload"]!["duplicate"]!.GetValue<bool>(), "duplicate");
    }

    private async Task SendChangeAsync(Step step)
    {
        var client = ClientOf(step);
        if (!client.IsConnected) return;
        var (member, change) = Change(step);
        var version = step.C % 5 == 0 ? _model.StateVersion + (step.B % 2 == 0 ? 1 : -1) : _model.StateVersion;
        if (version < 0) version = 1;
        var id = step.B % 3 == 0 ? $"c{step.B % 5}" : $"s{++_made}";
        long? earlier = null;
        var isDuplicate = _model.TryFindAccepted(ofClient: true, id, out earlier);
        var isStale = !isDuplicate && version != _model.StateVersion;
        var error = isDuplicate || isStale ? null : _model.Changed(member, change) is null ? "invalid_patch" : _model.IsFull(1) ? "queue_full" : null;
        var changes = !isDuplicate && !isStale && error is null;
        var frame = new JsonObject
        {
            ["type"] = member == "updates" ? "partial_state_update" : "state_update",
            ["id"] = id,
            ["payload"] = new JsonObject { ["version"] = version, [member] = change.DeepClone() },
        };
        var answer = await SubmitAsync(step, client, frame, isAnswered: !changes, () =>
        {
            if (changes) _model.Change(member, change, id);
        });
        if (answer is null) return;
        if (isDuplicate)
        {
            _silo.Tally.Count("client's duplicate");
            ModelException.Expect("ack", ModelClient.TypeOf(answer), "The answer to a change that was made before");
            ModelException.Expect(earlier, answer["payload"]!["seq"]?.GetValue<long>(), "Its seq");
        }
        else if (isStale)
        {
            _silo.Tally.Count("version_conflict");
            ModelException.Expect("version_conflict", ModelClient.TypeOf(answer), "The answer to a stale change");
            ModelException.Expect(_model.StateVersion, answer["payload"]!["server_version"]!.GetValue<long>(), "server_version");
        }
        else
        {
            _silo.Tally.Count($"client's {error}");
            ModelException.Expect(error, ErrorOf(answer), "The answer to a change");
        }
    }

    /// <summary>Sends what the user's grain has to take, with the step's fault. Null when nothing answers, or the commit failed.</summary>
    private async Task<JsonObject?> SubmitAsync(Step step, ModelClient client, JsonObject frame, bool isAnswered, Action apply)
    {
        if (step.Fault != StoreFault.None) await CompareAsync();
        var id = frame["id"]?.GetValue<string>();
        if (step.Fault != StoreFault.None) _silo.Store.Arm(step.Fault);
        await client.SendAsync(frame);
        // What comes behind it in the connection's order says that it was handled: this answer waits for everything sent before it.
        var barrier = $"b{++_made}";
        await client.SendAsync(new JsonObject { ["type"] = "history", ["id"] = barrier, ["payload"] = new JsonObject { ["after"] = 0, ["limit"] = 1 } });
        JsonObject? answer = null;
        // What does not commit changes nothing in the model either.
        if (step.Fault != StoreFault.Before) apply();
        await client.ReadUntilAsync(
            one =>
            {
                if (one["seq"] is null && IsAnswer(one, id)) answer = one;
                return IsAnswerTo(one, "history", barrier);
            },
            "the answer to a message");
        var hasFired = step.Fault != StoreFault.None && !_silo.Store.TryDisarm();
        if (hasFired)
        {
            _silo.Tally.Count($"client's {step.Fault}");
            ModelException.Expect("internal", answer is null ? null : ErrorOf(answer), "The answer when a commit fails");
            return null;
        }

        ModelException.Expect(isAnswered, answer is not null, $"An answer to {frame.ToJsonString()}, which was {answer?.ToJsonString()}");
        return answer;
    }

    private static bool IsAnswer(JsonObject frame, string? id) =>
        ModelClient.TypeOf(frame) is "ack" or "error" or "version_conflict" && (id is null || frame["id"]?.GetValue<string>() == id || RefOf(frame) == id);

    private static bool IsAnswerTo(JsonObject frame, string type, string id) => ModelClient.TypeOf(frame) == type && frame["id"]?.GetValue<string>() == id;

    private static string? RefOf(JsonObject frame) => frame["payload"]?["ref"]?.GetValue<string>();

    private static string? ErrorOf(JsonObject frame) => frame["payload"]?["code"]?.GetValue<string>();

    private static (string Member, JsonNode Change) Change(Step step)
    {
        var name = "kvwx"[step.B % 4].ToString();
        return (step.A / 3 % 7) switch
        {
            0 => ("patch", new JsonObject { [name] = null }),
            1 => ("patch", new JsonObject { [name] = new JsonObject { ["n"] = step.C, ["m"] = "text" } }),
            2 => ("ops", new JsonArray(Operation("add", name, step.C), Operation("test", name, step.C))),
            3 => ("ops", new JsonArray(Operation("add", "y", step.C), Operation("remove", name, null))),
            4 => ("updates", new JsonObject { [$"{name}.n"] = step.C }),
            5 => ("updates", new JsonObject { [$"{name}.deep.er"] = "value", ["z"] = step.C }),
            _ => ("patch", new JsonObject { [name] = step.C }),
        };
    }

    private static JsonObject Operation(string op, string name, int? value)
    {
        var operation = new JsonObject { ["op"] = op, ["path"] = "/" + name };
        if (value is not null) operation["value"] = value;
        return operation;
    }
}

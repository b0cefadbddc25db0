using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Netra.Protocol;

namespace Netra.Client.Tests;

/// <summary>Writes actions of a core as the vectors do (docs/client.md, section 12).</summary>
internal static class ActionJson
{
    public static JsonObject Of(CoreAction action) => action switch
    {
        CoreAction.Connection connection => Connection(connection.Status),
        CoreAction.GetToken get => new() { ["do"] = "get_token", ["reason"] = Name(get.Reason) },
        CoreAction.Open open => new() { ["do"] = "open", ["query"] = Query(open.Query) },
        CoreAction.Send send => new() { ["do"] = "send", ["frame"] = JsonNode.Parse(send.Frame.Span, documentOptions: VectorJson.Deep) },
        CoreAction.Close close => new() { ["do"] = "close", ["code"] = close.Code },
        CoreAction.SetTimer set => new() { ["do"] = "set_timer", ["timer"] = Name(set.Timer), ["in_ms"] = set.InMs },
        CoreAction.ClearTimer clear => new() { ["do"] = "clear_timer", ["timer"] = Name(clear.Timer) },
        CoreAction.Deliver deliver => new() { ["do"] = "deliver", ["delivery"] = deliver.Delivery, ["frame"] = Frame(deliver.Frame) },
        CoreAction.TellReset { Reset: var reset } => new() { ["do"] = "reset", ["reason"] = reset.Reason, ["from"] = reset.From, ["to"] = reset.To },
        CoreAction.TellSkipped { Skipped: var skipped } => new() { ["do"] = "skipped", ["from"] = skipped.From, ["to"] = skipped.To, ["reason"] = skipped.Reason },
        CoreAction.State state => new() { ["do"] = "state", ["version"] = state.Version, ["state"] = Node(state.Value) },
        CoreAction.Conflict { Met: var met } conflict => new()
        {
            ["do"] = "conflict",
            ["id"] = conflict.Id,
            ["change"] = Change(met.Change),
            ["version"] = met.Version,
            ["state"] = Node(met.State),
        },
        CoreAction.Accept { Accepted: var accepted } => new() { ["do"] = "accepted", ["id"] = accepted.Id, ["duplicate"] = accepted.Duplicate, ["seq"] = accepted.Seq },
        CoreAction.Reject reject => new() { ["do"] = "rejected", ["id"] = reject.Id, ["code"] = reject.Code, ["message"] = reject.Message },
        CoreAction.TellError error => new() { ["do"] = "error", ["code"] = error.Code, ["message"] = error.Message, ["ref"] = error.Ref },
        CoreAction.Save save => new() { ["do"] = "save", ["record"] = JsonNode.Parse(RecordJson.Write(save.Record)) },
        CoreAction.SaveOutbox save => new() { ["do"] = "save_outbox", ["entries"] = JsonNode.Parse(RecordJson.Write(save.Entries), documentOptions: VectorJson.Deep) },
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, "No action."),
    };

    private static JsonObject Connection(ConnectionStatus status)
    {
        var json = new JsonObject { ["do"] = "connection", ["state"] = Name(status.State) };
        if (status.State == ConnectionState.Connected) json["resumed"] = status.Resumed;
        if (status.State is not (ConnectionState.Waiting or ConnectionState.Closed)) return json;
        json["code"] = status.Code;
        json["reason"] = status.Reason;
        if (status.RetryIn is { } retryIn) json["in_ms"] = (long)retryIn.TotalMilliseconds;
        return json;
    }

    private static JsonObject Query(OpenQuery query)
    {
        var json = new JsonObject { ["token"] = query.Token, ["client_id"] = query.ClientId, ["reject"] = "close" };
        if (query.Start is { } start) json["start"] = Name(start);
        if (query.LastSeq is { } lastSeq) json["last_seq"] = lastSeq;
        if (query.Epoch is { } epoch) json["epoch"] = epoch;
        if (query.StateVersion is { } version) json["state_version"] = version;
        return json;
    }

    private static JsonObject Frame(ServerFrame frame)
    {
        var json = new JsonObject { ["type"] = frame.Type, ["timestamp"] = frame.Timestamp, ["payload"] = Node(frame.Payload) };
        if (frame.Id is not null) json["id"] = frame.Id;
        if (frame.Seq is { } seq) json["seq"] = seq;
        if (frame.IsExpedited) json["expedited"] = true;
        return json;
    }

    private static JsonObject Change(StateChange change) => new() { [change.Kind.WireName()] = Node(change.Value) };

    private static JsonNode? Node(JsonElement element) => JsonNode.Parse(element.GetRawText(), documentOptions: VectorJson.Deep);

    private static string Name<T>(T value) where T : struct, Enum
    {
        var name = new StringBuilder();
        foreach (var letter in value.ToString())
        {
            if (char.IsAsciiLetterUpper(letter) && name.Length > 0) name.Append('_');
            name.Append(char.ToLowerInvariant(letter));
        }

        return name.ToString();
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;

namespace Netra.Client.Tests;

/// <summary>Reads what the vectors say to a core (docs/client.md, section 12).</summary>
internal static class VectorJson
{
    /// <summary>Some messages of the vectors are nested too deeply for a server.</summary>
    public static readonly JsonDocumentOptions Deep = new() { MaxDepth = 256 };

    public static CoreOptions Options(JsonObject options) => new()
    {
        ClientId = (string)options["client_id"]!,
        Start = options["start"] is { } start ? Enum.Parse<StartPosition>((string)start!, ignoreCase: true) : StartPosition.Unread,
        UserId = (string?)options["user_id"],
        Record = options["record"] is { } record ? RecordJson.ReadPosition(Element(record)) : null,
        Outbox = options["outbox"] is { } outbox ? RecordJson.ReadOutbox(Element(outbox)) : [],
        Numbers = Numbers(options["numbers"]?.AsObject() ?? []),
    };

    public static CoreEvent Event(JsonObject said) => (string)said["on"]! switch
    {
        "connect" => new CoreEvent.Connect(),
        "disconnect" => new CoreEvent.Disconnect(),
        "wake" => new CoreEvent.Wake(),
        "hide" => new CoreEvent.Hide(),
        "token" => new CoreEvent.Token((string)said["token"]!),
        "token_failed" => new CoreEvent.TokenFailed((bool)said["final"]!),
        "frame" => new CoreEvent.FrameReceived(ServerFrame.From(Element(said["frame"]!))),
        "bad_frame" => new CoreEvent.BadFrame(),
        "closed" => new CoreEvent.Closed((int)said["code"]!, (string)said["reason"]!),
        "refused" => new CoreEvent.Refused((int)said["status"]!, (long?)said["retry_after_ms"]),
        "timer" => new CoreEvent.TimerFired(Enum.Parse<TimerName>(((string)said["timer"]!).Replace("_", "", StringComparison.Ordinal), ignoreCase: true)),
        "handled" => new CoreEvent.Handled((long)said["delivery"]!),
        "send" => new CoreEvent.Send((string)said["id"]!, (string)said["type"]!, Element(said["payload"]!)),
        "change" => new CoreEvent.ChangeState((string)said["id"]!, Change(said["change"]!), (bool)said["ask"]!),
        "resolved" => new CoreEvent.Resolved((string)said["id"]!, said["change"] is { } change ? Change(change) : null),
        var other => throw new ArgumentOutOfRangeException(nameof(said), other, "No event."),
    };

    private static StateChange Change(JsonNode change) => StateChange.From(new FrameMembers(Element(change)))!;

    private static ClientNumbers Numbers(JsonObject said)
    {
        var numbers = new ClientNumbers();
        foreach (var (name, value) in said)
        {
            var property = typeof(ClientNumbers).GetProperties()
                .Single(each => each.Name.Equals(name.Replace("_ms", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase));
            property.SetValue(numbers, property.PropertyType == typeof(TimeSpan) ? TimeSpan.FromMilliseconds((double)value!) : (int)value!);
        }

        return numbers;
    }

    private static JsonElement Element(JsonNode node) => JsonElement.Parse(node.ToJsonString(), Deep);
}

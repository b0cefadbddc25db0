using System.Text.Json.Nodes;

namespace Netra.Faults;

/// <summary>A message of a tab that is not answered yet.</summary>
internal sealed class PendingMessage(string id, string type, JsonObject payload)
{
    public string Id => id;

    public string Type => type;

    public bool IsStateChange { get; } = type is "state_update" or "partial_state_update";

    public string Payload { get; } = payload.ToJsonString(HistoryJson.Options);

    /// <summary>When it is time to send it (again), milliseconds since the run began.</summary>
    public long DueMs { get; set; }

    public string Frame => $$"""{"type":"{{Type}}","id":"{{Id}}","payload":{{Payload}}}""";
}

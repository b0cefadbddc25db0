using System.Text.Json.Nodes;

namespace Netra.Model.Tests;

/// <content>The state (protocol section 5).</content>
internal sealed partial class ModelUser
{
    public long StateVersion { get; private set; }

    public JsonObject State { get; private set; } = [];

    /// <summary>The document after a change; null when the change can't be applied.</summary>
    public JsonObject? Changed(string member, JsonNode change) => ModelState.Apply(State, member, change);

    /// <summary>Appends the <c>state_updated</c> of a change that can be applied.</summary>
    public void Change(string member, JsonNode change, string? id)
    {
        State = Changed(member, change)!;
        StateVersion++;
        var payload = new JsonObject { ["version"] = StateVersion, [member] = change.DeepClone() };
        Append("state_updated", id, payload.ToJsonString(), ModelFrame.Normal, null, StateVersion);
        if (id is not null) _accepted[(true, id)] = (HeadSeq, NowMs);
        MakeRoom();
    }
}

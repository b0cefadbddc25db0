using System.Text.Json.Nodes;

namespace Netra.Model.Tests;

/// <content>The state as section 5 of the protocol lets a client keep it.</content>
internal sealed partial class ModelClient
{
    private void TakeFirstState(JsonObject frame, (string Type, string? Reason) expected)
    {
        ModelException.Expect(expected.Type, TypeOf(frame), "The state's frame");
        var payload = (JsonObject)frame["payload"]!;
        ModelException.Expect(expected.Reason, payload["reason"]?.GetValue<string>(), "Its reason");
        silo.Tally.Count($"{expected.Type} {expected.Reason}".Trim());
        TakeWhole(payload);
    }

    private void TakeLateState(string type, JsonObject payload, bool mayResync)
    {
        ModelException.Expect("state_resync", type, "The state behind the first frames");
        silo.Tally.Count("state_resync behind skipped");
        ModelException.Require(mayResync, "state_resync without a skipped before it.");
        ModelException.Expect("reconnection", payload["reason"]?.GetValue<string>(), "The reason of a state_resync behind skipped");
        TakeWhole(payload);
    }

    private void TakeWhole(JsonObject payload) =>
        (StateVersion, State) = (payload["version"]!.GetValue<long>(), (JsonObject)payload["state"]!.DeepClone());

    private void TakeChange(ModelFrame known, JsonObject payload)
    {
        var version = payload["version"]!.GetValue<long>();
        ModelException.Expect(known.StateVersion, version, $"The version of state_updated {known.Seq}");
        if (version <= StateVersion) return;
        ModelException.Expect(StateVersion + 1, version, $"The version after that of client {SessionId}");
        var (member, change) = payload.Single(entry => entry.Key != "version");
        silo.Tally.Count("change applied");
        State = ModelState.Apply(State, member, change!) ?? throw new ModelException($"state_updated {known.Seq} can't be applied to {State}.");
        StateVersion = version;
    }
}

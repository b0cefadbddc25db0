using System.Text.Json.Nodes;

namespace Netra.Faults;

/// <summary>
/// The changes in the log make versions without a gap; replayed they give the state that the server has, that every tab made for itself, and that every frame
/// with a whole state showed at its version.
/// </summary>
internal sealed class StateReplays : IRule
{
    public IEnumerable<Violation> Check(UserHistory user)
    {
        var replica = new StateReplica();
        var versions = new Dictionary<long, JsonNode> { [0] = new JsonObject() };
        foreach (var frame in user.Frames.Where(frame => frame.Type == StateChanges.Type))
        {
            var payload = JsonNode.Parse(frame.Payload)!;
            if (!replica.TryApply(payload))
            {
                yield return user.Violation(this, user.EndMs, $"The state is at version {replica.Version}, and {frame.Seq} makes version {payload["version"]}.", frame.Seq);
                yield break;
            }

            versions[replica.Version] = replica.Document.DeepClone();
        }

        if (user.AtEnd is { } end && WhyNot(versions, end.StateVersion, JsonNode.Parse(end.State)) is { } wrong) yield return user.Violation(this, end.AtMs, $"GET state: {wrong}");
        if (user.AtEnd is { } head && head.StateVersion != replica.Version)
            yield return user.Violation(this, head.AtMs, $"GET state has version {head.StateVersion}, and the log makes {replica.Version}.");
        foreach (var tab in user.TabsAtEnd.Where(tab => tab.StateVersion != replica.Version || WhyNot(versions, tab.StateVersion, JsonNode.Parse(tab.State)) is not null))
            yield return user.Violation(this, tab.AtMs, $"{tab.Tab} has version {tab.StateVersion} of the state, {tab.State}, and the log makes {replica.Version}, {replica.Document.ToJsonString()}.");
        foreach (var frame in user.Connections.SelectMany(connection => connection.Frames))
        {
            var payload = frame.Type is "state_snapshot" or "state_resync" or "version_conflict" ? JsonNode.Parse(frame.Payload)! : null;
            if (payload is not null && WhyNot(versions, (long)(payload["server_version"] ?? payload["version"])!, payload["state"]) is { } why)
                yield return user.Violation(this, frame.AtMs, $"{frame.Type}: {why}");
        }
    }

    private static string? WhyNot(Dictionary<long, JsonNode> versions, long version, JsonNode? state)
    {
        if (!versions.TryGetValue(version, out var right)) return $"there is no version {version}.";
        return JsonNode.DeepEquals(right, state) ? null : $"version {version} is {state?.ToJsonString()}, and the log makes {right.ToJsonString()}.";
    }
}

using System.Text.Json.Nodes;

namespace Netra.Faults;

/// <summary>A change of the state over HTTP is in the log once at most, and where it was answered with a version, as that version. Every patch of a run is another one.</summary>
internal sealed class ChangedOnce : IRule
{
    public IEnumerable<Violation> Check(UserHistory user)
    {
        var frames = user.Frames.Where(frame => frame.Type == StateChanges.Type).Select(frame => (Frame: frame, Payload: JsonNode.Parse(frame.Payload)!)).ToList();
        foreach (var change in user.StateAttempts)
        {
            var patch = JsonNode.Parse(change.Patch);
            var made = frames.Where(one => JsonNode.DeepEquals(one.Payload["patch"], patch)).ToList();
            if (made.Count > 1)
                yield return user.Violation(this, change.AtMs, $"{change.Patch} was sent once, and is in the log {made.Count} times: {string.Join(", ", made.Select(one => one.Frame.Seq))}.", made[^1].Frame.Seq);
            foreach (var other in made.Where(one => change.Version is { } version && (long)one.Payload["version"]! != version))
                yield return user.Violation(this, change.AtMs, $"{change.Patch} was answered with version {change.Version}, and {other.Frame.Seq} makes it version {other.Payload["version"]}.", other.Frame.Seq);
        }
    }
}

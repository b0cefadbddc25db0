using System.Text.Json.Nodes;

namespace Netra.Faults;

/// <summary>
/// A seq is the same frame at every delivery, in every tab and over HTTP; and it is what its sender sent. So a seq that was ever delivered is in the log, too: nothing is
/// shown that does not last.
/// </summary>
internal sealed class SameContentEverywhere : IRule
{
    public IEnumerable<Violation> Check(UserHistory user)
    {
        var known = user.Log.ToDictionary(entry => entry.Key, entry => entry.Value);
        foreach (var frame in user.Connections.SelectMany(connection => connection.Frames).Where(frame => frame.Seq is not null))
        {
            var seen = new TrueFrame(frame.Seq!.Value, frame.Id ?? "", frame.Type, frame.TimestampMs, frame.Payload);
            if (known.TryAdd(seen.Seq, seen))
            {
                var mayBeGone = user.Messages.TryGetValue(seen.Id, out var message) && message.MayExpire;
                if (!mayBeGone) yield return user.Violation(this, frame.AtMs, $"{seen.Seq} was delivered as {seen.Id}, and is not in the log.", seen.Seq, seen.Id);
            }
            else if (known[seen.Seq] != seen)
            {
                yield return user.Violation(this, frame.AtMs, $"{seen.Seq} was delivered as {seen}, and elsewhere it is {known[seen.Seq]}.", seen.Seq, seen.Id);
            }
        }

        foreach (var frame in user.Frames)
        {
            if (user.Messages.TryGetValue(frame.Id, out var message) && !IsWhatWasSent(frame, message))
                yield return user.Violation(this, user.EndMs, $"{frame.Seq} is not what was sent as {frame.Id}: {frame.Type} {frame.Payload}.", frame.Seq, frame.Id);
        }
    }

    private static bool IsWhatWasSent(TrueFrame frame, SentMessage message)
    {
        if (!message.IsStateChange) return frame.Type == message.Type && JsonNode.DeepEquals(JsonNode.Parse(frame.Payload), JsonNode.Parse(message.Payload));
        var (made, asked) = (JsonNode.Parse(frame.Payload)!, JsonNode.Parse(message.Payload)!);
        return frame.Type == StateChanges.Type
            && (long)made["version"]! == (long)asked["version"]! + 1
            && JsonNode.DeepEquals(made["patch"], asked["patch"]) && JsonNode.DeepEquals(made["ops"], asked["ops"]) && JsonNode.DeepEquals(made["updates"], asked["updates"]);
    }
}

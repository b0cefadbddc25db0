using System.Text.Json.Nodes;

namespace Netra.Faults;

/// <summary>Finds out what became of the messages that tabs sent, by the frames that answered them.</summary>
internal static class TabMessages
{
    /// <summary>Adds every message of a user's tabs.</summary>
    public static void AddTo(IDictionary<string, SentMessage> messages, IEnumerable<TabConnection> connections)
    {
        var sentBefore = new Dictionary<(string Tab, string Id), TabSent>();
        foreach (var connection in connections)
        {
            // Each answer is that of one sending, the first one that has none.
            var open = new Dictionary<string, Queue<TabSent>>();
            foreach (var happened in connection.Events)
            {
                if (happened is TabSent { Type: not "resume", Id: { } id } sent)
                {
                    Of(messages, sent);
                    if (!open.TryGetValue(id, out var unanswered)) open.Add(id, unanswered = new Queue<TabSent>());
                    unanswered.Enqueue(sent);
                    sentBefore.TryAdd((connection.Connecting.Tab, id), sent);
                }
                else if (happened is TabFrame { Id: { } answered } frame && open.GetValueOrDefault(answered) is { Count: > 0 } waiting && Judge(frame) is { } outcome)
                {
                    var asked = waiting.Dequeue();
                    Of(messages, asked).Add(new Attempt(asked.AtMs, frame.AtMs, outcome, outcome == Outcome.Accepted ? SeqOf(frame) : null));
                }
                else if (happened is TabFrame { Id: { } own, Type: StateChanges.Type } late && sentBefore.TryGetValue((connection.Connecting.Tab, own), out var before))
                {
                    // The frame that comes late, behind an answer that left it open or over the next connection, is the answer.
                    messages[own].Add(new Attempt(before.AtMs, late.AtMs, Outcome.Accepted, late.Seq));
                }
            }

            foreach (var sent in open.Values.SelectMany(waiting => waiting)) Of(messages, sent).Add(new Attempt(sent.AtMs, long.MaxValue, Outcome.Unknown, null));
        }
    }

    private static Outcome? Judge(TabFrame frame) => frame.Type switch
    {
        "ack" or "state_updated" => Outcome.Accepted,
        "version_conflict" => Outcome.Refused,
        "error" => (string?)JsonNode.Parse(frame.Payload)!["code"] == "internal" ? Outcome.Unknown : Outcome.Refused,
        _ => null,
    };

    private static long? SeqOf(TabFrame frame) => frame.Seq ?? (long?)JsonNode.Parse(frame.Payload)!["seq"];

    private static SentMessage Of(IDictionary<string, SentMessage> messages, TabSent sent)
    {
        if (messages.TryGetValue(sent.Id!, out var known)) return known;
        return messages[sent.Id!] = new SentMessage(sent.Id!, sent.Type, sent.Payload) { IsOfTab = true };
    }
}

using System.Text;

namespace Netra.Client.Tests;

/// <summary>A user's log with the frames that a server makes of it, for the model of a client.</summary>
internal sealed class ModelLog
{
    private readonly List<Kind> _kinds = [];

    public enum Kind
    {
        Normal,
        High,
        Hole,
    }

    public long Head => _kinds.Count;

    public IEnumerable<long> Holes => Seqs(Kind.Hole);

    public IEnumerable<long> Messages => Seqs(Kind.Normal).Concat(Seqs(Kind.High)).Order();

    public ServerFrame Append(Kind kind)
    {
        _kinds.Add(kind);
        return Message(Head, isExpedited: false);
    }

    public bool IsHole(long seq) => _kinds[(int)seq - 1] == Kind.Hole;

    public ServerFrame Established(long? lastSeq)
    {
        var from = lastSeq ?? 0;
        return Frame($$$"""
            {"type":"connection_established","timestamp":1,"payload":{"user_id":"alice","epoch":"e1","head_seq":{{{Head}}},"oldest_seq":{{{(Head > 0 ? 1 : 0)}}},
            "resumed":{{{(lastSeq is null ? "false" : "true")}}},"replay_from":{{{(Head > from ? from + 1 : "null")}}},"heartbeat":{"interval_ms":30000},"limits":{"max_message_bytes":1000} }}
            """);
    }

    /// <summary>What follows a position: at the beginning of a connection with what is important first, which the ordinary run passes over.</summary>
    public IEnumerable<ServerFrame> After(long position, bool isExpedited)
    {
        var expedited = isExpedited ? Seqs(Kind.High).Where(seq => seq > position).ToList() : [];
        foreach (var seq in expedited) yield return Message(seq, isExpedited: true);
        for (var seq = position + 1; seq <= Head; seq++)
        {
            if (expedited.Contains(seq)) continue;
            yield return IsHole(seq)
                ? Frame($$$"""{"type":"skipped","timestamp":1,"payload":{"from":{{{seq}}},"to":{{{seq}}},"reason":"expired"}}""")
                : Message(seq, isExpedited: false);
        }
    }

    public static ServerFrame Frame(string text) => ServerFrame.TryParse(Encoding.UTF8.GetBytes(text))!;

    private static ServerFrame Message(long seq, bool isExpedited) =>
        Frame($$$"""{"type":"note","seq":{{{seq}}},"timestamp":1,"expedited":{{{(isExpedited ? "true" : "false")}}},"payload":{}}""");

    private IEnumerable<long> Seqs(Kind kind) => Enumerable.Range(1, _kinds.Count).Where(seq => _kinds[seq - 1] == kind).Select(seq => (long)seq);
}

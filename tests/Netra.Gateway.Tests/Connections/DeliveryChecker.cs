using System.Text.Json;

namespace Netra.Gateway.Tests;

/// <summary>A client that takes nothing on trust: every seq in its turn, once, or explained; every version of the state, or the state itself.</summary>
internal sealed class DeliveryChecker
{
    private readonly HashSet<long> _ahead = [];
    private bool _isInTurn;
    private long _lastAhead;
    private int _lastTyping = -1;

    /// <summary>The seq that must come next, unless it came ahead of its turn.</summary>
    public long Next { get; private set; }

    /// <summary>The version of the state that the client holds.</summary>
    public long Version { get; private set; }

    /// <summary>How many frames there were of each kind.</summary>
    public Dictionary<string, int> Kinds { get; } = [];

    /// <summary>Whether everything up to the head is there.</summary>
    public bool HasAllOf(long head)
    {
        var next = Next;
        while (_ahead.Contains(next)) next++;
        return next == head + 1;
    }

    public void Take(ServerFrame frame)
    {
        var kind = frame.IsExpedited ? "expedited" : frame.Type;
        Kinds[kind] = Kinds.GetValueOrDefault(kind) + 1;
        switch (kind)
        {
            case "connection_established":
                Next = StartOf(frame.Payload, frame.Payload.GetProperty("head_seq").GetInt64() + 1);
                break;
            case "resumed":
                // Where nothing is replayed the client says itself where it is.
                Next = StartOf(frame.Payload, Next);
                _ahead.Clear();
                _isInTurn = true;
                break;
            case "state_snapshot" or "state_resync":
                Version = Math.Max(Version, frame.Payload.GetProperty("version").GetInt64());
                break;
            case "expedited":
                Assert.False(_isInTurn, $"A frame came ahead of its turn behind others: {frame}");
                Assert.True(frame.Seq > _lastAhead, $"Not in seq order: {frame}");
                _ahead.Add(_lastAhead = frame.Seq);
                break;
            case "skipped":
                Pass(frame.Payload.GetProperty("from").GetInt64(), frame);
                Next = frame.Payload.GetProperty("to").GetInt64() + 1;
                break;
            case "note" or "state_updated":
                Pass(frame.Seq, frame);
                Next = frame.Seq + 1;
                if (kind == "state_updated") TakeVersion(frame.Payload.GetProperty("version").GetInt64(), frame);
                break;
            case "typing":
                var number = frame.Payload.GetProperty("n").GetInt32();
                Assert.True(number > _lastTyping, $"Not in order: {frame}");
                _lastTyping = number;
                break;
        }
    }

    /// <summary>Says where the client goes on that has asked for it.</summary>
    public void ResumeAt(long next) => Next = next;

    private static long StartOf(JsonElement payload, long absent) =>
        payload.GetProperty("replay_from") is { ValueKind: JsonValueKind.Number } from ? from.GetInt64() : absent;

    private void Pass(long seq, ServerFrame frame)
    {
        _isInTurn = true;
        while (Next < seq && _ahead.Contains(Next)) Next++;
        Assert.True(Next == seq, $"Seq {Next} was expected: {frame}");
    }

    private void TakeVersion(long version, ServerFrame frame)
    {
        if (version <= Version) return;
        Assert.True(version == Version + 1, $"A change above version {Version} is missing: {frame}");
        Version = version;
    }
}

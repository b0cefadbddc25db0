using System.Text.Json.Nodes;

namespace Netra.Faults;

/// <summary>A <c>resume</c> frame on an open connection, and its answer.</summary>
internal sealed class TabResume(TabSent sent)
{
    private JsonNode? _payload;

    public string Id => sent.Id!;

    public long SentAtMs => sent.AtMs;

    /// <summary>The position that the tab passed.</summary>
    public long LastSeq { get; } = (long)JsonNode.Parse(sent.Payload)!["last_seq"]!;

    /// <summary>The <c>resumed</c>; null: there was none.</summary>
    public TabFrame? Answer { get; private set; }

    public bool IsHonoured => (bool)_payload!["resumed"]!;

    public string? ResetReason => (string?)_payload!["reset_reason"];

    public long? ReplayFrom => (long?)_payload!["replay_from"];

    public long? ReplayTo => (long?)_payload!["replay_to"];

    /// <summary>The place behind which the ordinary run goes on.</summary>
    public long BeginsBehind => IsHonoured ? LastSeq : (ReplayFrom ?? 1) - 1;

    public void Take(TabFrame answer)
    {
        Answer = answer;
        _payload = JsonNode.Parse(answer.Payload);
    }
}

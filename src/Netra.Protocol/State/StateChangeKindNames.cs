namespace Netra.Protocol;

/// <summary>The names of <see cref="StateChangeKind"/> on the wire.</summary>
public static class StateChangeKindNames
{
    /// <summary>The member that carries such a change, in <c>state_update</c>, <c>partial_state_update</c> and <c>state_updated</c>.</summary>
    public static string WireName(this StateChangeKind kind) => kind switch
    {
        StateChangeKind.Patch => "patch",
        StateChangeKind.Ops => "ops",
        StateChangeKind.Updates => "updates",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of the protocol."),
    };
}

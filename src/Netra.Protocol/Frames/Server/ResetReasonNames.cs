namespace Netra.Protocol;

/// <summary>The names of <see cref="ResetReason"/> on the wire.</summary>
public static class ResetReasonNames
{
    /// <summary>The name as it stands in <c>reset_reason</c>, and in the <c>reason</c> of a <c>state_resync</c>.</summary>
    public static string WireName(this ResetReason reason) => reason switch
    {
        ResetReason.EpochChanged => "epoch_changed",
        ResetReason.Retention => "retention",
        ResetReason.Ahead => "ahead",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Not a reason of the protocol."),
    };
}

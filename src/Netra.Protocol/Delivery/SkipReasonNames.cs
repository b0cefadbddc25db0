namespace Netra.Protocol;

/// <summary>The names of <see cref="SkipReason"/> on the wire.</summary>
public static class SkipReasonNames
{
    /// <summary>The name as it stands in the <c>reason</c> of a <c>skipped</c>.</summary>
    public static string WireName(this SkipReason reason) => reason switch
    {
        SkipReason.Expired => "expired",
        SkipReason.Overflow => "overflow",
        SkipReason.Revoked => "revoked",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Not a reason of the protocol."),
    };
}

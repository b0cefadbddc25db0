using Netra.Storage;

namespace Netra.Grains;

/// <summary>The names of <see cref="DeadLetterReason"/> in the server API (protocol section 7).</summary>
internal static class DeadLetterReasonNames
{
    public static string WireName(this DeadLetterReason reason) => reason switch
    {
        DeadLetterReason.Overflow => "overflow",
        DeadLetterReason.Age => "age",
        DeadLetterReason.Expired => "expired",
        DeadLetterReason.HandlerFailed => "handler_failed",
        DeadLetterReason.Undeliverable => "undeliverable",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Not a reason of the protocol."),
    };
}

using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>What became of a ticket, as metrics name it.</summary>
internal static class TicketOutcomes
{
    public const string Issued = "issued";

    /// <summary>None was made: its book is full.</summary>
    public const string Full = "full";

    /// <summary>Its book did not answer, when it was made or used.</summary>
    public const string Unavailable = "unavailable";

    /// <summary>Of using or looking at one.</summary>
    public static string Of(TokenResult result) => result switch
    {
        { Access: not null } => "redeemed",
        { Error: var error } when error == ErrorCodes.TokenExpired => "expired",
        { Error: var error } when error == ErrorCodes.Unavailable => Unavailable,
        _ => "unknown",
    };
}

namespace Netra.Gateway;

/// <summary>Why a connection reads from the log, as metrics name it.</summary>
internal static class CatchUpCauses
{
    /// <summary>It began below the head.</summary>
    public const string Connect = "connect";

    /// <summary>Its client asked, by a <c>resume</c> frame.</summary>
    public const string Resume = "resume";

    /// <summary>Its queue was full, or a push did not come, or came out of turn.</summary>
    public const string Behind = "behind";
}

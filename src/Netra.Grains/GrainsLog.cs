using Microsoft.Extensions.Logging;

namespace Netra.Grains;

/// <summary>What user grains log. Event ids 2000 to 2099.</summary>
internal static partial class GrainsLog
{
    [LoggerMessage(2000, LogLevel.Warning, "Another activation of this user wrote first (attempt {Attempt}); loading anew")]
    public static partial void CommitConflict(ILogger logger, int attempt);

    [LoggerMessage(2001, LogLevel.Warning, "A user's lease could not be renewed; its gateway asks again")]
    public static partial void RenewalFailed(ILogger logger, Exception exception);
}

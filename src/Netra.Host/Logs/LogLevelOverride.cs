namespace Netra.Host;

/// <summary>Log levels in place of the configured ones.</summary>
/// <param name="Levels">By category, as in configuration.</param>
/// <param name="Until">When they end; null when there are none.</param>
internal sealed record LogLevelOverride(IReadOnlyDictionary<string, LogLevel> Levels, DateTimeOffset? Until)
{
    public static LogLevelOverride None { get; } = new(new Dictionary<string, LogLevel>(), null);
}

using Microsoft.Extensions.Configuration.Json;

namespace Netra.Host;

/// <summary>What is wrong with configuration files that change while the host runs. Event ids 5000 to 5099.</summary>
internal static partial class ConfigurationFaults
{
    /// <summary>A file that can't be read changes nothing, but its operator is to know.</summary>
    public static void LogThoseOfChangedFiles(IConfigurationBuilder configuration, IServiceProvider services)
    {
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ConfigurationFaults));
        foreach (var source in configuration.Sources.OfType<JsonConfigurationSource>())
            source.OnLoadException = context => FileNotRead(logger, context.Provider.Source.Path, context.Exception.InnerException?.Message ?? context.Exception.Message);
    }

    [LoggerMessage(5000, LogLevel.Error, "The changed configuration file {File} can't be read; nothing of it holds until it can: {Why}")]
    private static partial void FileNotRead(ILogger logger, string? file, string why);
}

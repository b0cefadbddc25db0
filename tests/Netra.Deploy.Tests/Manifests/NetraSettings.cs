using Microsoft.Extensions.Configuration;
using Netra.Host;

namespace Netra.Deploy.Tests;

/// <summary>The host's settings in an environment: whether they exist, and what they come to with the host's defaults.</summary>
internal static class NetraSettings
{
    /// <summary>What is wrong with those that are said, one line each.</summary>
    public static IEnumerable<string> FindFaults(IReadOnlyDictionary<string, string?> environment) =>
        ConfigurationCheck.FindFaults(Section(environment), NetraHost.OptionsByPath);

    /// <summary>An options class as the host would read it.</summary>
    /// <param name="environment">The variables.</param>
    /// <param name="path">Its section below Netra; "" for Netra itself.</param>
    public static T Read<T>(IReadOnlyDictionary<string, string?> environment, string path) where T : new()
    {
        var section = Section(environment);
        return (path.Length == 0 ? section : section.GetSection(path)).Get<T>() ?? new T();
    }

    private static IConfigurationSection Section(IReadOnlyDictionary<string, string?> environment) => new ConfigurationBuilder()
        .AddInMemoryCollection(environment
            .Where(variable => variable.Value is not null)
            .Select(variable => new KeyValuePair<string, string?>(variable.Key.Replace("__", ":", StringComparison.Ordinal), variable.Value)))
        .Build()
        .GetSection("Netra");
}

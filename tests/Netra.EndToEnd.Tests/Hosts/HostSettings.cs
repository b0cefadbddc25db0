namespace Netra.EndToEnd.Tests;

/// <summary>What a host is started with beside its ports and its data directory.</summary>
public sealed class HostSettings
{
    /// <summary>Development brings keys of its own; Production brings none.</summary>
    public string Environment { get; init; } = "Development";

    /// <summary>The program; null: the host itself.</summary>
    public string? Assembly { get; init; }

    /// <summary>Settings as in appsettings.json, such as <c>Netra:Users:MaxMessages</c>.</summary>
    public IDictionary<string, string> Values { get; } = new Dictionary<string, string>();

    /// <summary>How many lines of output are kept.</summary>
    public int MaxOutputLines { get; init; } = 2_000;

    /// <summary>Adds a setting; makes collection initialisers work.</summary>
    public HostSettings With(string name, string value)
    {
        Values[name] = value;
        return this;
    }
}

using System.Net;

namespace Netra.Testing;

/// <summary>How a test's PostgreSQL runs.</summary>
internal sealed record PostgresServerOptions
{
    /// <summary>Where it listens.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Its port; 0: a free one.</summary>
    public int Port { get; init; }

    /// <summary>A command that runs it, such as <c>ip netns exec name</c>.</summary>
    public IReadOnlyList<string> Prefix { get; init; } = [];

    /// <summary>Further settings, such as <c>max_connections=200</c>.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>The directory that the data directory is made in; null: that of temporary files.</summary>
    public string? Directory { get; init; }
}

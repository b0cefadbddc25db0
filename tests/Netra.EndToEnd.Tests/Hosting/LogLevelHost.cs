using System.Text.Json;

namespace Netra.EndToEnd.Tests;

/// <summary>
/// A host whose log levels tests change. It reads a file beside <c>appsettings.json</c>, named for an environment that nobody else has: other hosts of the tests read
/// that one.
/// </summary>
public sealed class LogLevelHost : IAsyncLifetime
{
    private readonly string _environment = "LogLevels" + Guid.NewGuid().ToString("n");
    private HostProcess? _process;

    public HostProcess Process => _process!;

    private string File => Path.Combine(Path.GetDirectoryName(HostLocation.Assembly)!, $"appsettings.{_environment}.json");

    /// <summary>Writes the file anew. With a line for each request at any time, which says how far the output has come.</summary>
    public void Configure(params (string Category, string Level)[] levels)
    {
        var all = levels.Append(("Microsoft.AspNetCore.Hosting.Diagnostics", "Information")).ToDictionary(level => level.Item1, level => level.Item2);
        var text = JsonSerializer.Serialize(new { Logging = new { LogLevel = all } });
        // Whole or not at all: the host may read it at any time.
        System.IO.File.WriteAllText(File + ".new", text);
        System.IO.File.Move(File + ".new", File, overwrite: true);
    }

    public async ValueTask InitializeAsync()
    {
        Configure();
        _process = await HostProcess.StartAsync(new HostSettings { Environment = _environment, MaxOutputLines = 100_000 }
            .With("Netra:Authentication:Keys:0:Algorithm", "HS256")
            .With("Netra:Authentication:Keys:0:Secret", ProductionHost.Secret)
            .With("Netra:Api:Keys:0:Name", "admin")
            .With("Netra:Api:Keys:0:Sha256", ApiKeyTests.HashOf(NetraApi.DevelopmentKey))
            .With("Netra:Api:Keys:0:Scopes:0", "publish")
            .With("Netra:Api:Keys:0:Scopes:1", "read")
            .With("Netra:Api:Keys:0:Scopes:2", "admin")
            .With("Netra:Api:Keys:1:Name", "reader")
            .With("Netra:Api:Keys:1:Sha256", ApiKeyTests.HashOf(ProductionHost.ReadKey))
            .With("Netra:Api:Keys:1:Scopes:0", "read"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        System.IO.File.Delete(File);
    }
}

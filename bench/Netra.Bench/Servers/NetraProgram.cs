using System.Text.Json.Nodes;

namespace Netra.Bench;

/// <summary>Which build of the host is measured, and with which garbage collector.</summary>
internal sealed class NetraProgram
{
    public NetraProgram(string? path, string? gc, IEnumerable<string> settings)
    {
        Settings = [.. settings.Select(Parse)];
        Assembly = Path.GetFullPath(path ?? FindHost());
        if (!File.Exists(Assembly)) throw new BenchException($"'{Assembly}' is missing. Build it: dotnet build -c Release src/Netra.Host");
        Gc = gc ?? ShippedGc(Assembly);
    }

    /// <summary>The host's assembly.</summary>
    public string Assembly { get; }

    /// <summary><c>server</c> or <c>workstation</c>.</summary>
    public string Gc { get; }

    /// <summary>Settings that were asked for.</summary>
    public IReadOnlyList<(string Name, string Value)> Settings { get; }

    /// <summary>Figures of such a build say nothing.</summary>
    public bool IsDebug => BuildConfiguration.Of(Assembly) != "Release";

    /// <summary>What every server process is started with, a peer's too, so that they differ in nothing but the program.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string> { ["DOTNET_gcServer"] = Gc == "server" ? "1" : "0" };

    private static string FindHost() =>
        BuiltProgram.PathOf("src", "Netra.Host") ?? throw new BenchException($"{BuiltProgram.NoRepository}. Name the host's assembly with --host.");

    private static (string Name, string Value) Parse(string setting) => setting.IndexOf('=', StringComparison.Ordinal) is var at and > 0
        ? (setting[..at], setting[(at + 1)..])
        : throw new BenchException($"'{setting}' is no setting such as Netra:Gateway:LeaseInterval=00:00:20.");

    private static string ShippedGc(string assembly)
    {
        var config = JsonNode.Parse(File.ReadAllText(Path.ChangeExtension(assembly, ".runtimeconfig.json")));
        var isServer = config?["runtimeOptions"]?["configProperties"]?["System.GC.Server"]?.GetValue<bool>();
        return isServer == true ? "server" : "workstation";
    }
}

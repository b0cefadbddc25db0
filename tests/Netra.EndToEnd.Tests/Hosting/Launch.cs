using System.Globalization;

namespace Netra.EndToEnd.Tests;

/// <summary>Runs the host's program with arguments that are expected to end it.</summary>
internal static class Launch
{
    /// <summary>Runs it with free ports and an empty directory, but for what the settings say. Answers the exit code and all it wrote.</summary>
    public static async Task<(int ExitCode, string Text)> RunAsync(string environment, params (string Name, string Value)[] settings)
    {
        var root = Directory.CreateTempSubdirectory("netra-e2e-");
        try
        {
            var values = new Dictionary<string, string>
            {
                ["environment"] = environment,
                ["Netra:Url"] = Address(),
                ["Netra:ManagementUrl"] = Address(),
                ["Netra:Cluster:SiloPort"] = FreePorts.Next().ToString(CultureInfo.InvariantCulture),
                ["Netra:Storage:RocksDb:Path"] = Path.Combine(root.FullName, "data"),
            };
            foreach (var (name, value) in settings) values[name] = value;
            return await HostProgram.RunAsync([.. values.SelectMany(setting => new[] { "--" + setting.Key, setting.Value })]);
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    private static string Address() => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePorts.Next()}");
}

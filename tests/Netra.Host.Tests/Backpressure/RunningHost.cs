using System.Globalization;
using Microsoft.AspNetCore.Builder;

namespace Netra.Host.Tests;

/// <summary>The real host, within this process, so that a test can look at its connections.</summary>
internal sealed class RunningHost : IAsyncDisposable
{
    private readonly DirectoryInfo _root;

    private RunningHost(WebApplication app, DirectoryInfo root, int port, string managementUrl)
    {
        ManagementUrl = managementUrl;
        App = app;
        _root = root;
        Port = port;
    }

    public WebApplication App { get; }

    public int Port { get; }

    public string ManagementUrl { get; }

    public static async Task<RunningHost> StartAsync(params (string Name, string Value)[] settings)
    {
        var root = Directory.CreateTempSubdirectory("netra-host-");
        var port = FreePorts.Next();
        var values = new Dictionary<string, string>
        {
            ["environment"] = "Development",
            ["Logging:LogLevel:Default"] = "Warning",
            ["Netra:Url"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"),
            ["Netra:ManagementUrl"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePorts.Next()}"),
            ["Netra:Cluster:SiloPort"] = FreePorts.Next().ToString(CultureInfo.InvariantCulture),
            ["Netra:Storage:RocksDb:Path"] = Path.Combine(root.FullName, "data"),
        };
        foreach (var (name, value) in settings) values[name] = value;
        var app = NetraHost.Build([.. values.SelectMany(setting => new[] { "--" + setting.Key, setting.Value })]);
        await app.StartAsync();
        return new RunningHost(app, root, port, values["Netra:ManagementUrl"]);
    }

    public async ValueTask DisposeAsync()
    {
        await App.StopAsync();
        await App.DisposeAsync();
        _root.Delete(recursive: true);
    }
}

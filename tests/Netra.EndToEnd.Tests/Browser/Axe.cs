using System.Diagnostics;
using System.Text.Json;
using Microsoft.Playwright;

namespace Netra.EndToEnd.Tests;

/// <summary>The accessibility checks of axe-core, a development dependency of the page's own package.</summary>
internal static class Axe
{
    private static readonly Lazy<Task<string>> Script = new(LoadAsync);

    /// <summary>Runs all of its rules on the page as it is now.</summary>
    public static async Task AssertNoViolationsAsync(IPage page, string what)
    {
        // Evaluated, not added as an element: the page allows no script but its own.
        await page.EvaluateAsync(await Script.Value);
        var found = await page.EvaluateAsync<JsonElement>(
            "async () => (await axe.run()).violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(node => node.html).slice(0, 3).join(' ')}`)");
        Assert.True(found.GetArrayLength() == 0, $"{what}: {found}");
    }

    private static async Task<string> LoadAsync()
    {
        var package = Path.Combine(RepositoryRoot.Find() ?? throw new InvalidOperationException(BuiltProgram.NoRepository), "clients", "demo");
        var script = Path.Combine(package, "node_modules", "axe-core", "axe.min.js");
        if (!File.Exists(script)) await InstallAsync(package);
        return await File.ReadAllTextAsync(script);
    }

    private static async Task InstallAsync(string package)
    {
        using var npm = Process.Start(new ProcessStartInfo("npm", ["ci"]) { WorkingDirectory = package, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = npm.StandardOutput.ReadToEndAsync();
        var errors = npm.StandardError.ReadToEndAsync();
        await npm.WaitForExitAsync().WaitAsync(Patience.Long);
        Assert.True(npm.ExitCode == 0, $"npm ci in {package} ended with {npm.ExitCode}: {await output}{await errors}");
    }
}

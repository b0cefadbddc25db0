using System.CommandLine;
using System.Globalization;

namespace Netra.Bench.Peers;

/// <summary>What all peers have in common: loopback, no logging, a line that says that it listens, and an end with its input.</summary>
internal static class PeerHost
{
    /// <summary>Written when it listens.</summary>
    private const string Ready = "The peer is ready";

    /// <summary>Where all of them listen.</summary>
    public static Option<int> PortOption() => new("--port") { Required = true, Description = "Where it listens, on 127.0.0.1." };

    public static void Configure(WebApplicationBuilder builder, int port)
    {
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
    }

    /// <summary>Serves until standard input ends: whoever started it asks it to end, or is gone.</summary>
    public static async Task RunAsync(WebApplication app, CancellationToken cancellationToken)
    {
        await app.StartAsync(cancellationToken);
        Console.WriteLine(Ready);
        await using var input = Console.OpenStandardInput();
        var buffer = new byte[16];
        while (await input.ReadAsync(buffer, cancellationToken) > 0)
        {
        }
    }
}

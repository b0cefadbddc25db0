namespace Netra.Host;

/// <summary>
/// <c>netra health [live] [settings]</c>: asks the process beside it, by its settings, whether it is ready, or whether it lives. For images that have neither a
/// shell nor curl. The answer goes to the standard output; 0 says yes, 1 no.
/// </summary>
internal static class HealthCommand
{
    public const string Name = "health";

    private const string Live = "live";

    /// <summary>More than the bound of the checks themselves (2 s), and less than what asks commonly waits (5 s).</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4);

    /// <param name="args">What follows the name of the command.</param>
    /// <param name="output">Where the answer goes.</param>
    /// <param name="error">Where it goes when there is none.</param>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        var asksLive = args.FirstOrDefault() == Live;
        var url = ReadManagementUrl(asksLive ? args[1..] : args);
        if (NetraHostOptionsValidator.PortOf(url) is null)
        {
            await error.WriteLineAsync($"Netra:ManagementUrl: '{url}' is no address such as http://localhost:5081");
            return 1;
        }

        var address = new Uri(Reachable(url), asksLive ? "/health/live" : "/health/ready");
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout };
        try
        {
            using var answer = await client.GetAsync(address);
            await output.WriteLineAsync(await answer.Content.ReadAsStringAsync());
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            await error.WriteLineAsync($"{address} does not answer: {exception.Message}");
            return 1;
        }
    }

    /// <summary>An address that listens everywhere is reached here.</summary>
    internal static Uri Reachable(string listening)
    {
        var address = BindingAddress.Parse(listening);
        var host = address.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : address.Host;
        return new Uri($"{address.Scheme}://{host}:{address.Port}");
    }

    private static string ReadManagementUrl(string[] args)
    {
        var settings = new ConfigurationBuilder()
            .SetBasePath(AppContext.BaseDirectory)
            .AddJsonFile("appsettings.json", optional: true)
            .AddEnvironmentVariables()
            .AddCommandLine(args)
            .Build();
        return settings["Netra:" + nameof(NetraHostOptions.ManagementUrl)] ?? new NetraHostOptions().ManagementUrl;
    }
}

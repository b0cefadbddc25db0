namespace Netra.Client.Tests;

/// <summary>Makes clients of a host, each for a user with development tokens.</summary>
internal static class HostClients
{
    /// <summary>A user that no other test has.</summary>
    public static string NewUser() => "user-" + Guid.NewGuid().ToString("n");

    public static NetraClientOptions Options(HostProcess host, string user, Action<NetraClientOptions>? configure = null)
    {
        var options = new NetraClientOptions
        {
            Url = new Uri(host.BaseUrl + "/ws"),
            Token = async (_, _) => await host.TokenAsync(user),
            Start = StartPosition.Oldest,
            // Short waits, because a host that is back should be found soon.
            Numbers = { LongestDelay = TimeSpan.FromMilliseconds(500) },
        };
        configure?.Invoke(options);
        return options;
    }

    public static NetraClient Make(HostProcess host, string user, Action<NetraClientOptions>? configure = null) => new(Options(host, user, configure));
}

namespace Netra.Tool;

/// <summary>Which server, and how it is called.</summary>
/// <param name="Url">Its address.</param>
/// <param name="Key">The API key that was passed; null with none.</param>
/// <param name="Retries">How often a call is tried again.</param>
internal sealed record ServerSettings(Uri Url, string? Key, int Retries)
{
    /// <summary>The key of every server in Development.</summary>
    private const string DevelopmentKey = "dev-key";

    /// <summary>The key that calls carry.</summary>
    /// <exception cref="UsageException">There is none, and the server is not on this machine, where it could be one in Development.</exception>
    public string RequiredKey => Key ?? (Url.IsLoopback ? DevelopmentKey : throw new UsageException($"An API key is needed for {Url.Host}: pass --key, or set NETRA_KEY."));

    /// <summary>Where its socket is.</summary>
    public Uri Socket => new(Url.AbsoluteUri.TrimEnd('/') + "/ws");
}

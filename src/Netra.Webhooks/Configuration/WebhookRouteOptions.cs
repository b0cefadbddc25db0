namespace Netra.Webhooks;

/// <summary>Sends messages of some types to one endpoint.</summary>
public sealed class WebhookRouteOptions
{
    /// <summary>Names the route in logs and metrics: 1 to 64 characters of A-Z, a-z, 0-9, '.', '_' and '-'; each route its own.</summary>
    public string Name { get; set; } = "";

    /// <summary>Types, or beginnings of types with a <c>*</c> behind them, such as <c>order_*</c>; <c>*</c> alone is every type. Each on one route only.</summary>
    public IList<string> Types { get; init; } = [];

    /// <summary>The endpoint, <c>https://</c> outside of loopback.</summary>
    public string Url { get; set; } = "";

    /// <summary>
    /// One secret, or two while it is rotated: every request is signed with each. <c>whsec_</c> and the base64 of 24 to 64 random bytes. Never logged.
    /// </summary>
    public IList<string> Secrets { get; init; } = [];

    /// <summary>Whether the sender is answered before the call, which then happens beside other messages.</summary>
    public bool InBackground { get; set; }

    /// <summary>Whether the request carries the user's state.</summary>
    public bool IncludeState { get; set; }

    /// <summary>How long one request may take, its answer read to the end.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How long all tries of a call may take, with the pauses and the wait for a place: at most 30 seconds, and an hour in the background.</summary>
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a call is tried again after its first request, 0 to 10.</summary>
    public int Retries { get; set; } = 2;

    /// <summary>The pause before the first retry, on average; it doubles with each further one. The endpoint's <c>Retry-After</c> goes before it.</summary>
    public TimeSpan FirstRetryDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest body of an answer.</summary>
    public int MaxAnswerBytes { get; set; } = 1024 * 1024;

    /// <summary>Whether <c>http://</c> may leave this machine. The signature still holds, but everybody on the way can read.</summary>
    public bool AllowHttp { get; set; }
}

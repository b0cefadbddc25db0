namespace Netra.Client;

/// <summary>Times and sizes of a client (docs/client.md, section 11).</summary>
public sealed class ClientNumbers
{
    /// <summary>The limit of the first delay between attempts; it doubles with each.</summary>
    public TimeSpan FirstDelay { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The limit that the doubling stops at.</summary>
    public TimeSpan LongestDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>A connection of this age starts the delays anew when it ends.</summary>
    public TimeSpan SteadyAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>From asking for a token to <c>connection_established</c>.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>For the answer to a ping of a silent connection.</summary>
    public TimeSpan PongTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>For the answer to the ping of <see cref="NetraClient.Wake"/>.</summary>
    public TimeSpan WakeTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a handled message waits at most to be acknowledged.</summary>
    public TimeSpan AckDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How many handled messages are acknowledged at once.</summary>
    public int AckEvery { get; set; } = 100;

    /// <summary>How many messages wait for the application at most; the rest stays on the server.</summary>
    public int MaxPending { get; set; } = 1_000;

    /// <summary>How many messages and changes wait to be accepted at most.</summary>
    public int MaxOutbox { get; set; } = 1_000;

    /// <summary>How many messages are under way at once; above 1 a repeated one can come behind later ones.</summary>
    public int MaxInFlight { get; set; } = 1;

    /// <summary>Between tries to bring a fresh token.</summary>
    public TimeSpan TokenRetry { get; set; } = TimeSpan.FromSeconds(5);
}

using Netra.Abstractions;

namespace Netra.Gateway;

/// <summary>Limits and times of a gateway.</summary>
public sealed class GatewayOptions
{
    /// <summary>The largest message that a client or a publisher may send, in bytes.</summary>
    public int MaxMessageBytes { get; set; } = 256 * 1024;

    /// <summary>How many connections this gateway holds. One more is refused with 503 <c>unavailable</c>.</summary>
    public int MaxConnections { get; set; } = 100_000;

    /// <summary>How many new connections are put on their users' lists at once.</summary>
    public int MaxConcurrentAttaches { get; set; } = 256;

    /// <summary>How many new connections may wait for that. What is beyond it is refused at once with 503 <c>unavailable</c>.</summary>
    public int MaxWaitingAttaches { get; set; } = 4096;

    /// <summary>How long a new connection waits for that before it is refused with 503 <c>unavailable</c>.</summary>
    public TimeSpan AttachWait { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// After how long an attach that is not done counts no more among <see cref="MaxConcurrentAttaches"/>: users whose silo has died, or is slow, do not keep
    /// the others out.
    /// </summary>
    public TimeSpan AttachTurn { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest <c>Retry-After</c> of a refusal. The more waits, the wider up to here the refused are spread at random.</summary>
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a client may take over the head of a request before the server hangs up.</summary>
    public TimeSpan RequestHeadersTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many messages a second a connection may send, with a burst of one second. Pings, pongs and acks have ten times as many.</summary>
    public int MessagesPerSecond { get; set; } = 50;

    /// <summary>How many messages a second all connections of a user may send together, over all gateways, with a burst of one second.</summary>
    public int UserMessagesPerSecond { get; set; } = 100;

    /// <summary>How many connections a user may have at once, over all gateways.</summary>
    public int ConnectionsPerUser { get; set; } = 5;

    /// <summary>What becomes of one connection more than <see cref="ConnectionsPerUser"/>.</summary>
    public ConnectionPolicy ConnectionPolicy { get; set; }

    /// <summary>
    /// How long a client may take over one message, from its first byte to its last and beside what <see cref="MessageBytesPerSecond"/> gives it, before the
    /// connection is closed with 4408.
    /// </summary>
    public TimeSpan MessageTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>What a slow client has to send of a large message, in bytes a second: each so many bytes that have come give it a second more.</summary>
    public int MessageBytesPerSecond { get; set; } = 4096;

    /// <summary>How many fragments a message may come in, and one more for each KiB that it has, before the connection is closed with 1009.</summary>
    public int MaxMessageFragments { get; set; } = 1024;

    /// <summary>After how long without inbound traffic the server sends <c>ping</c>.</summary>
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long after the last inbound frame a connection is closed with 4408. A <c>ping</c> goes out up to a second late, and its answer takes its time: at
    /// least two seconds more than <see cref="HeartbeatInterval"/>.
    /// </summary>
    public TimeSpan HeartbeatTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How many outbound frames may wait for one socket. Beyond it durable frames are read from the log again as the socket drains.</summary>
    public int MaxQueuedFrames { get; set; } = 256;

    /// <summary>How many bytes of outbound frames may wait for one socket, as <see cref="MaxQueuedFrames"/>.</summary>
    public int MaxQueuedBytes { get; set; } = 512 * 1024;

    /// <summary>
    /// How many frames beside the log may wait for the end of a connection's replay. Beyond it they are dropped; 0 drops all that come during one.
    /// </summary>
    public int MaxHeldEphemeralFrames { get; set; } = 32;

    /// <summary>How many bytes of frames beside the log may wait, as <see cref="MaxHeldEphemeralFrames"/>.</summary>
    public int MaxHeldEphemeralBytes { get; set; } = 64 * 1024;

    /// <summary>
    /// How many bytes the operating system may hold for one socket beside those that are under way to the client. On Linux only; elsewhere it holds as much as
    /// it likes.
    /// </summary>
    public int MaxUnsentBytes { get; set; } = 128 * 1024;

    /// <summary>How long a socket that has something to send may make no progress before the connection is closed with 4413.</summary>
    public TimeSpan SlowConsumerTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How little a client may read of what was sent before, in bytes a second over <see cref="SlowConsumerTimeout"/>, and still be taken for one that makes
    /// progress while the system's send buffer takes nothing more. Known on Linux only, and not of a connection of HTTP/2.
    /// </summary>
    public int SlowConsumerBytesPerSecond { get; set; } = 512;

    /// <summary>How many inbound messages of one connection may wait for its user's grain. Beyond it the socket is not read.</summary>
    public int MaxInboundMessages { get; set; } = 64;

    /// <summary>How many bytes of inbound messages may wait, as <see cref="MaxInboundMessages"/>.</summary>
    public int MaxInboundBytes { get; set; } = 512 * 1024;

    /// <summary>How long a closing handshake may take before the socket is cut.</summary>
    public TimeSpan CloseTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a gateway tells the grains that its connections live.</summary>
    public TimeSpan LeaseInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many users are attached again at once after their silo died.</summary>
    public int MaxConcurrentReattaches { get; set; } = 64;

    /// <summary>The first wait after a failed call to a user's grain; doubles up to <see cref="MaxRetryDelay"/>.</summary>
    public TimeSpan FirstRetryDelay { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest wait between two tries.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The largest body of a call of the server API, in bytes.</summary>
    public int MaxRequestBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>
    /// How many connections that have ended a gateway remembers in memory, of all its users, for who asks what became of a message (<c>…/explain</c>): about 400
    /// bytes each; 0: none.
    /// </summary>
    public int RememberedConnections { get; set; } = 10_000;

    /// <summary>Origins that browsers may connect from, such as <c>https://app.example.com</c>. Empty: any.</summary>
    public IList<string> AllowedOrigins { get; init; } = [];

    /// <summary>Where clients find the socket, such as <c>wss://rt.example.com/ws</c>; null: on the host that they asked.</summary>
    public string? PublicUrl { get; set; }
}

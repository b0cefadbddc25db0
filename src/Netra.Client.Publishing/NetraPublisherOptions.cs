using Netra.Protocol;

namespace Netra.Client.Publishing;

/// <summary>Where the server API is, and how it is called.</summary>
public sealed class NetraPublisherOptions
{
    /// <summary>The server, such as <c>https://netra.example.com</c>: what stands before <c>/api/v1</c>, with neither query nor fragment.</summary>
    public Uri? Url { get; set; }

    /// <summary>The API key. Its scopes say what may be called: <c>publish</c>, <c>read</c>, <c>tickets</c>, <c>connections</c>.</summary>
    public string? ApiKey { get; set; }

    /// <summary>How long one try may take. A call that may not be repeated has one try, and the whole time for it.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a call may take with all its tries. Keep it below the server's deduplication window (10 minutes by default).</summary>
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a call is tried again that failed for a passing reason; 0: never. The default covers some 20 s, longer than a cluster needs to replace a process.</summary>
    public int MaxRetries { get; set; } = 8;

    /// <summary>The pause before the first retry, which doubles with each and is spread at random. A <c>Retry-After</c> of the server counts in its place.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest pause that the doubling comes to.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The most messages of one call, 1 to 1,000, the server's limit.</summary>
    public int MaxBatchMessages { get; set; } = PublishBodyParser.MaxMessages;

    /// <summary>The most bytes of one call, unless a single message is larger. The server takes 8 MiB; a batch that it finds too large is halved.</summary>
    public int MaxBatchBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>The largest answer, in bytes. Pages of the server have about 1 MiB.</summary>
    public int MaxAnswerBytes { get; set; } = 16 * 1024 * 1024;
}

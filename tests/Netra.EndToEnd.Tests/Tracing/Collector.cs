using System.Globalization;
using System.Net;
using System.Text;

namespace Netra.EndToEnd.Tests;

/// <summary>A collector that keeps what hosts send by OTLP over HTTP. It can be the endpoint of a webhook, too.</summary>
internal sealed class Collector : IAsyncDisposable
{
    /// <summary>What is sent there is answered with 500.</summary>
    public const string FailingPath = "/hooks/failing";

    private readonly HttpListener _listener = new();
    private readonly Lock _gate = new();
    private readonly List<(string Path, string? TraceParent, byte[] Body)> _requests = [];
    private readonly Task _serving;

    public Collector()
    {
        Endpoint = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePorts.Next()}");
        _listener.Prefixes.Add(Endpoint + "/");
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Endpoint { get; }

    public IReadOnlyList<SentSpan> Spans => [.. BodiesOf("/v1/traces").SelectMany(body => SentSpan.ReadAll(body))];

    /// <summary>All that came, of every kind, as text in which what was sent as text can be found.</summary>
    public string Raw => string.Concat(BodiesOf("/v1/").Select(Encoding.Latin1.GetString));

    /// <summary>Settings of a host that sends here at once, and traces only what its callers ask for.</summary>
    public HostSettings Settings(HostSettings? settings = null) => (settings ?? new HostSettings())
        .With("Netra:Telemetry:Otlp:Endpoint", Endpoint)
        .With("Netra:Telemetry:Otlp:Protocol", "HttpProtobuf")
        .With("Netra:Telemetry:Traces:SampleRatio", "0")
        .With("OTEL_BSP_SCHEDULE_DELAY", "50")
        .With("OTEL_BLRP_SCHEDULE_DELAY", "50");

    /// <summary>The spans of one trace, by their names, once there are as many as are expected.</summary>
    public async Task<ILookup<string, SentSpan>> TraceAsync(string trace, int count)
    {
        await Eventually.IsAsync(true, () => Task.FromResult(Spans.Count(span => span.Trace == trace) >= count));
        var spans = Spans.Where(span => span.Trace == trace).ToList();
        Assert.True(spans.Count == count, $"{count} spans were expected: {string.Join('\n', spans)}");
        return spans.ToLookup(span => span.Name);
    }

    /// <summary>The <c>traceparent</c> headers of what came to a path; null where there was none.</summary>
    public IReadOnlyList<string?> ParentsOf(string path)
    {
        lock (_gate) return [.. _requests.Where(request => request.Path == path).Select(request => request.TraceParent)];
    }

    /// <summary>What came to paths that begin so.</summary>
    public IReadOnlyList<byte[]> BodiesOf(string path)
    {
        lock (_gate) return [.. _requests.Where(request => request.Path.StartsWith(path, StringComparison.Ordinal)).Select(request => request.Body)];
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                lock (_gate) _requests.Add((context.Request.Url!.AbsolutePath, context.Request.Headers["traceparent"], body.ToArray()));
                if (context.Request.Url!.AbsolutePath == FailingPath) context.Response.StatusCode = 500;
                context.Response.ContentType = "application/x-protobuf";
                context.Response.Close();
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // It is closed.
        }
    }
}

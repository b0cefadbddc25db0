using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Netra.Webhooks.Tests;

/// <summary>A real server on loopback that answers as the test says and keeps what it was sent.</summary>
internal sealed class TestEndpoint : IAsyncDisposable
{
    private readonly Channel<ReceivedRequest> _arrivals = Channel.CreateUnbounded<ReceivedRequest>();
    private readonly ConcurrentQueue<ReceivedRequest> _all = new();
    private readonly WebApplication _app;

    private TestEndpoint(WebApplication app) => _app = app;

    /// <summary>Answers the requests; gets each one's number, from 1.</summary>
    public Func<HttpContext, int, Task> Answer { get; set; } = (_, _) => Task.CompletedTask;

    public string Url => _app.Urls.Single() + "/hook?key=in-the-query";

    /// <summary>Everything that has come.</summary>
    public IReadOnlyCollection<ReceivedRequest> Requests => _all;

    public static async Task<TestEndpoint> StartAsync(Func<HttpContext, int, Task>? answer = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var endpoint = new TestEndpoint(builder.Build());
        if (answer is not null) endpoint.Answer = answer;
        endpoint._app.Run(endpoint.TakeAsync);
        await endpoint._app.StartAsync();
        return endpoint;
    }

    /// <summary>An endpoint whose answers have one status.</summary>
    public static Task<TestEndpoint> WithStatusAsync(int status) => StartAsync((context, _) =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    });

    /// <summary>An endpoint whose answers have one body.</summary>
    public static Task<TestEndpoint> WithBodyAsync(string body, int status = StatusCodes.Status200OK) => StartAsync((context, _) =>
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(body);
    });

    /// <summary>An endpoint that takes requests and says nothing.</summary>
    public static Task<TestEndpoint> SilentAsync() => StartAsync((context, _) => WaitForTheEndAsync(context));

    /// <summary>Returns when the caller has gone.</summary>
    public static Task WaitForTheEndAsync(HttpContext context)
    {
        var gone = new TaskCompletionSource();
        context.RequestAborted.Register(() => gone.SetResult());
        return gone.Task;
    }

    /// <summary>Waits for the next request.</summary>
    public Task<ReceivedRequest> NextAsync() => _arrivals.Reader.ReadAsync().AsTask().InTime();

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var headers = context.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString());
        var request = new ReceivedRequest(context.Request.Method, context.Request.Path, headers, body.ToArray());
        _all.Enqueue(request);
        _arrivals.Writer.TryWrite(request);
        await Answer(context, _all.Count);
    }
}

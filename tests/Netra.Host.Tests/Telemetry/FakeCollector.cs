using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Netra.Host.Tests;

/// <summary>Takes what is sent to a collector of OpenTelemetry by HTTP, and keeps all of it.</summary>
internal sealed class FakeCollector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<(string Path, string? ContentType, byte[] Body)> _requests = Channel.CreateUnbounded<(string Path, string? ContentType, byte[] Body)>();

    private FakeCollector(WebApplication app, string url)
    {
        _app = app;
        Url = url;
    }

    public string Url { get; }

    /// <summary>The next request.</summary>
    public Task<(string Path, string? ContentType, byte[] Body)> NextAsync() => _requests.Reader.ReadAsync().AsTask().InTime();

    public static async Task<FakeCollector> StartAsync()
    {
        var url = $"http://127.0.0.1:{FreePorts.Next()}";
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        var collector = new FakeCollector(builder.Build(), url);
        collector._app.Run(collector.TakeAsync);
        await collector._app.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        _requests.Writer.TryWrite((context.Request.Path.Value!, context.Request.ContentType, body.ToArray()));
    }
}

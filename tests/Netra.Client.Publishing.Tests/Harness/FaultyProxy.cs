using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Netra.Client.Publishing.Tests;

/// <summary>Stands before a server on a port of its own, and does to each request what the test says.</summary>
internal sealed class FaultyProxy : IAsyncDisposable
{
    /// <summary>Longer than the tool waits after Ctrl-C, shorter than a try.</summary>
    private static readonly TimeSpan SlowAnswer = TimeSpan.FromSeconds(6);

    private readonly HttpClient _target;
    private readonly Func<int, string, Fault> _faults;
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<string> _bodies = new();

    private FaultyProxy(string target, Func<int, string, Fault> faults)
    {
        _target = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(target) };
        _faults = faults;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(TakeAsync);
    }

    public string Url => _app.Urls.Single();

    /// <summary>The bodies of all requests, in the order in which they came.</summary>
    public IReadOnlyList<string> Bodies => [.. _bodies];

    /// <summary>Starts one that does a fault to each request in turn, and nothing to those that follow.</summary>
    public static Task<FaultyProxy> StartAsync(string target, params Fault[] faults) =>
        StartAsync(target, (number, _) => number <= faults.Length ? faults[number - 1] : Fault.None);

    /// <summary>Starts one whose faults depend on the request's number, from 1, and its body.</summary>
    public static async Task<FaultyProxy> StartAsync(string target, Func<int, string, Fault> faults)
    {
        var proxy = new FaultyProxy(target, faults);
        await proxy._app.StartAsync();
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
        _target.Dispose();
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        _bodies.Enqueue(body);
        switch (_faults(_bodies.Count, body))
        {
            case Fault.Unavailable: await RefuseAsync(context, ErrorCodes.Unavailable); break;
            case Fault.Draining: await RefuseAsync(context, ErrorCodes.Draining); break;
            case Fault.TooLarge: await RefuseAsync(context, ErrorCodes.TooLarge); break;
            case Fault.Empty: await context.Response.WriteAsync("{}"); break;
            case Fault.Slow:
                await Task.Delay(SlowAnswer, TimeProvider.System, context.RequestAborted);
                using (var answer = await ForwardAsync(context, body)) await PassOnAsync(context, answer, isCut: false);
                break;
            case Fault.Silent: await WaitForTheEndAsync(context); break;
            case Fault.AnswerLost:
                using (await ForwardAsync(context, body)) context.Abort();
                break;
            case Fault.AnswerReplaced:
                using (await ForwardAsync(context, body)) await RefuseAsync(context, ErrorCodes.Unavailable);
                break;
            case Fault.AnswerCut:
                using (var answer = await ForwardAsync(context, body)) await PassOnAsync(context, answer, isCut: true);
                break;
            default:
                using (var answer = await ForwardAsync(context, body)) await PassOnAsync(context, answer, isCut: false);
                break;
        }
    }

    private async Task<HttpResponseMessage> ForwardAsync(HttpContext context, string body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget);
        request.Headers.TryAddWithoutValidation("Authorization", context.Request.Headers.Authorization.ToString());
        if (context.Request.Headers.IfMatch.Count > 0) request.Headers.TryAddWithoutValidation("If-Match", context.Request.Headers.IfMatch.ToString());
        if (context.Request.ContentType is { } type)
        {
            request.Content = new StringContent(body);
            request.Content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type);
        }

        return await _target.SendAsync(request);
    }

    private static async Task PassOnAsync(HttpContext context, HttpResponseMessage answer, bool isCut)
    {
        var body = await answer.Content.ReadAsByteArrayAsync();
        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(isCut ? body.AsMemory(0, body.Length / 2) : body);
        await context.Response.Body.FlushAsync();
        if (isCut) context.Abort();
    }

    private static Task RefuseAsync(HttpContext context, ErrorCode code)
    {
        context.Response.StatusCode = code.HttpStatus;
        context.Response.ContentType = "application/problem+json";
        if (code.HttpStatus == StatusCodes.Status503ServiceUnavailable) context.Response.Headers.RetryAfter = "0";
        return context.Response.WriteAsync($$"""{"type":"about:blank","title":"-","status":{{code.HttpStatus}},"detail":"by the \u001b[31mproxy\u202e","code":"{{code.Name}}"}""");
    }

    private static Task WaitForTheEndAsync(HttpContext context)
    {
        var gone = new TaskCompletionSource();
        context.RequestAborted.Register(() => gone.SetResult());
        return gone.Task;
    }
}

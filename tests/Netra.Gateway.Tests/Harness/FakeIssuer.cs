using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Netra.Gateway.Tests;

/// <summary>An issuer of tokens on a port of this machine. It does wrong what the test tells it to.</summary>
internal sealed class FakeIssuer : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly WebApplication _app;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private List<string> _keys = [];

    private FakeIssuer(WebApplication app) => _app = app;

    /// <summary>Every path that was asked for.</summary>
    public CallLog Calls { get; } = new();

    /// <summary>Answers in the place of the paths' own answers; null: it does not.</summary>
    public Func<HttpContext, Task>? Answer { get; set; }

    public string Url => _app.Urls.Single();

    public string KeysUrl => Url + "/keys";

    /// <summary>How often the keys were asked for.</summary>
    public int Fetches => Calls.Count("/keys");

    public static async Task<FakeIssuer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var issuer = new FakeIssuer(app);
        app.Run(issuer.HandleAsync);
        await app.StartAsync().WithinReason();
        return issuer;
    }

    /// <summary>Publishes these JSON Web Keys and no others.</summary>
    public FakeIssuer Publish(params IEnumerable<string> keys)
    {
        lock (_gate) _keys = [.. keys];
        return this;
    }

    /// <summary>Never answers, as long as the test runs.</summary>
    public Task HangAsync(HttpContext context) => Task.WhenAny(_ended.Task, Task.Delay(Timeout.Infinite, context.RequestAborted));

    public async ValueTask DisposeAsync()
    {
        _ended.TrySetResult();
        await _app.StopAsync().WithinReason();
        await _app.DisposeAsync();
    }

    private Task HandleAsync(HttpContext context)
    {
        Calls.Record(context.Request.Path);
        if (Answer is { } answer) return answer(context);
        string keys;
        lock (_gate) keys = string.Join(',', _keys);
        return context.Request.Path.Value switch
        {
            "/.well-known/openid-configuration" => context.Response.WriteAsync($$"""{"issuer":"{{Url}}","jwks_uri":"{{KeysUrl}}","scopes_supported":["openid"]}"""),
            "/keys" => context.Response.WriteAsync($$"""{"keys":[{{keys}}]}"""),
            _ => NotFound(context),
        };
    }

    private static Task NotFound(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}

using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Netra.Gateway.Tests;

/// <summary>The server API over a port of this machine, with users in memory. Fails the test that logged an error.</summary>
internal sealed class TestApi : IAsyncDisposable
{
    private const string PublishKey = "a key that may publish";
    private const string ReadKey = "a key that may read";
    private const string TicketKey = "a key that may make tickets";
    private const string ConnectionKey = "a key that may end connections";

    private readonly WebApplication _app;
    private readonly HttpClient _client;

    private TestApi(WebApplication app, HttpClient client, FakeUserDirectory users, FakeTicketBooks books, StrictLog log)
    {
        _app = app;
        _client = client;
        Users = users;
        Books = books;
        Log = log;
    }

    public FakeUserDirectory Users { get; }

    public FakeTicketBooks Books { get; }

    /// <summary>The processes of the cluster, and what they remember.</summary>
    public required FakeRecallClient Recalls { get; init; }

    public StrictLog Log { get; }

    public static async Task<TestApi> StartAsync(Action<GatewayOptions>? configure = null)
    {
        var users = new FakeUserDirectory();
        var recalls = new FakeRecallClient();
        var books = new FakeTicketBooks(TimeProvider.System);
        var log = new StrictLog();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(new StrictLoggerProvider(log));
        NetraGatewayExtensions.AddServing(builder.Services);
        builder.Services.AddSingleton<IUserDirectory>(users);
        builder.Services.AddSingleton<IPublishClient>(new FakePublishClient(users));
        builder.Services.AddSingleton<IRecallClient>(recalls);
        builder.Services.AddSingleton<ITicketBooks>(books);
        builder.Services.AddSingleton<ILocalSiloDetails>(new FakeSilo());
        builder.Services.Configure<GatewayOptions>(options => configure?.Invoke(options));
        builder.Services.Configure<AuthenticationOptions>(options => options.Keys.Add(TestTokens.Options().Keys[0]));
        builder.Services.Configure<ApiOptions>(options =>
        {
            options.Keys.Add(KeyOf(PublishKey, ApiScopes.Publish));
            options.Keys.Add(KeyOf(ReadKey, ApiScopes.Read));
            options.Keys.Add(KeyOf(TicketKey, ApiScopes.Tickets));
            options.Keys.Add(KeyOf(ConnectionKey, ApiScopes.Connections));
        });
        var app = builder.Build();
        app.MapNetra();
        await app.StartAsync().WithinReason();
        return new TestApi(app, new HttpClient { BaseAddress = new Uri(app.Urls.Single()) }, users, books, log) { Recalls = recalls };
    }

    /// <summary>Calls with a key of the scope that the method should need.</summary>
    /// <param name="call">The method and the path, such as <c>GET /api/v1/config</c>.</param>
    /// <param name="body">The body, if there is one.</param>
    /// <param name="contentType">The body's type; null sends none.</param>
    /// <param name="headers">Further headers, sent as they are.</param>
    public Task<ApiReply> CallAsync(
        string call, string? body = null, string? contentType = "application/json", params (string Name, string Value)[] headers) =>
        SendAsync(KeyFor(call), call, body, contentType, headers);

    /// <summary>Calls with a key of the other scope.</summary>
    public Task<ApiReply> CallWithWrongKeyAsync(string call, string? body = null, string? contentType = "application/json") =>
        SendAsync(KeyFor(call) == ReadKey ? PublishKey : ReadKey, call, body, contentType);

    public Task<ApiReply> CallWithoutKeyAsync(string call, string? body = null, string? contentType = "application/json") =>
        SendAsync(null, call, body, contentType);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.StopAsync().WithinReason();
        await _app.DisposeAsync();
        Log.AssertNoErrors();
    }

    private static string KeyFor(string call) => call switch
    {
        _ when call.StartsWith("GET ", StringComparison.Ordinal) => ReadKey,
        _ when call.Contains("/tickets", StringComparison.Ordinal) => TicketKey,
        _ when call.Contains("/connections", StringComparison.Ordinal) || call.EndsWith("/tokens/revoke", StringComparison.Ordinal) => ConnectionKey,
        _ => PublishKey,
    };

    private async Task<ApiReply> SendAsync(
        string? key, string call, string? body, string? contentType, params (string Name, string Value)[] headers)
    {
        var parts = call.Split(' ', 2);
        using var request = new HttpRequestMessage(new HttpMethod(parts[0]), parts[1]);
        if (key is not null) request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            if (contentType is not null) request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        foreach (var (name, value) in headers) Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        using var response = await _client.SendAsync(request).WithinReason();
        return await ApiReply.ReadAsync(response);
    }

    private static ApiKeyOptions KeyOf(string key, string scope) => new()
    {
        Name = scope,
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))),
        Scopes = { scope },
    };
}

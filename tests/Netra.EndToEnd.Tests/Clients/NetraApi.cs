using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Netra.EndToEnd.Tests;

/// <summary>The server API of a host, with the development key unless a call says otherwise.</summary>
public sealed class NetraApi(string baseUrl) : IDisposable
{
    public const string DevelopmentKey = "dev-key";

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = Patience.Short };

    public string BaseUrl => baseUrl;

    /// <summary>Any call, as it is.</summary>
    public async Task<ApiAnswer> SendAsync(
        HttpMethod method, string path, string? body = null, string? key = DevelopmentKey, string? contentType = "application/json")
    {
        using var request = new HttpRequestMessage(method, BaseUrl + path);
        if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        }

        return await SendAsync(request);
    }

    /// <summary>A prepared request.</summary>
    public async Task<ApiAnswer> SendAsync(HttpRequestMessage request)
    {
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new ApiAnswer(
            (int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, response.Headers, response.Content.Headers, text);
    }

    public Task<ApiAnswer> GetAsync(string path, string? key = DevelopmentKey) => SendAsync(HttpMethod.Get, path, key: key);

    public Task<ApiAnswer> PostAsync(string path, string body) => SendAsync(HttpMethod.Post, path, body);

    /// <summary>A development token.</summary>
    public async Task<string> TokenAsync(string user, int? expiresInSeconds = null)
    {
        var body = JsonSerializer.Serialize(new { user_id = user, expires_in_s = expiresInSeconds });
        var answer = await SendAsync(HttpMethod.Post, "/dev/token", body, key: null);
        return answer.AssertOk().GetProperty("token").GetString()!;
    }

    /// <summary>Publishes one message and answers its seq.</summary>
    public async Task<long> PublishAsync(string user, string type, string payload)
    {
        var answer = await PostAsync(MessagesOf(user), $$"""{"type":"{{type}}","payload":{{payload}}}""");
        return answer.AssertOk().GetProperty("seq").GetInt64();
    }

    /// <summary>Publishes messages <c>{"n":from}</c>, … in one batch and answers their seqs.</summary>
    public async Task<IReadOnlyList<long>> PublishManyAsync(string user, int count, int from = 1, string type = "note")
    {
        var messages = Enumerable.Range(from, count).Select(n => $$$"""{"type":"{{{type}}}","payload":{"n":{{{n}}}}}""");
        var answer = await PostAsync(MessagesOf(user), $$"""{"messages":[{{string.Join(',', messages)}}]}""");
        return [.. answer.AssertOk().GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("seq").GetInt64())];
    }

    /// <summary>What the API says of a user.</summary>
    public async Task<JsonElement> UserAsync(string user) => (await GetAsync("/api/v1/users/" + Uri.EscapeDataString(user))).AssertOk();

    /// <summary>All retained frames of a user, page by page.</summary>
    public async Task<IReadOnlyList<Frame>> AllMessagesAsync(string user)
    {
        var frames = new List<Frame>();
        while (true)
        {
            var after = frames.Count == 0 ? 0 : frames[^1].Seq!.Value;
            var page = (await GetAsync($"{MessagesOf(user)}?after={after}&limit=1000")).AssertOk();
            frames.AddRange(page.GetProperty("messages").EnumerateArray().Select(message => new Frame(message.GetRawText())));
            if (!page.GetProperty("has_more").GetBoolean()) return frames;
        }
    }

    public void Dispose() => _http.Dispose();

    private static string MessagesOf(string user) => $"/api/v1/users/{Uri.EscapeDataString(user)}/messages";
}

using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Netra.Faults;

/// <summary>The server API (docs/protocol.md, section 7), as a caller sees it that must get by with whatever happens.</summary>
internal sealed class ServerApi : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);

    private readonly HttpClient _http;

    public ServerApi(string apiKey)
    {
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(2) }) { Timeout = Patience };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
    }

    /// <summary>One call. An answer that is none, or no JSON, has the status 0 and leaves open what was done.</summary>
    public async Task<ApiAnswer> CallAsync(HostProcess gateway, HttpMethod method, string path, JsonNode? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(gateway.Url, "/api/v1" + path));
        if (body is not null) request.Content = new StringContent(body.ToJsonString(HistoryJson.Options), Encoding.UTF8, "application/json");
        try
        {
            using var answer = await _http.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            return new ApiAnswer((int)answer.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException or IOException or JsonException)
        {
            return new ApiAnswer(0, null);
        }
    }

    public void Dispose() => _http.Dispose();
}

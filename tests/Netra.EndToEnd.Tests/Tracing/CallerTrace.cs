using System.Security.Cryptography;

namespace Netra.EndToEnd.Tests;

/// <summary>A trace that a caller has begun.</summary>
internal sealed record CallerTrace(string Trace, string Span, bool IsSampled)
{
    /// <summary>What the caller sends.</summary>
    public string Parent => $"00-{Trace}-{Span}-{(IsSampled ? "01" : "00")}";

    public static CallerTrace New(bool isSampled = true) => new(RandomNumberGenerator.GetHexString(32, lowercase: true), RandomNumberGenerator.GetHexString(16, lowercase: true), isSampled);

    /// <summary>Publishes within it.</summary>
    public Task<ApiAnswer> PublishAsync(NetraApi api, string user, string body) => PostAsync(api, $"/api/v1/users/{user}/messages", body, Parent);

    /// <summary>Calls with whatever as <c>traceparent</c>.</summary>
    public static Task<ApiAnswer> PostAsync(NetraApi api, string path, string body, string? parent, string? state = null, string key = NetraApi.DevelopmentKey) =>
        SendAsync(api, HttpMethod.Post, path, body, parent, state, key);

    /// <summary>The same with any method.</summary>
    public static async Task<ApiAnswer> SendAsync(
        NetraApi api, HttpMethod method, string path, string body, string? parent, string? state = null, string key = NetraApi.DevelopmentKey)
    {
        using var request = new HttpRequestMessage(method, api.BaseUrl + path) { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new("Bearer", key);
        if (parent is not null) Assert.True(request.Headers.TryAddWithoutValidation("traceparent", parent));
        if (state is not null) Assert.True(request.Headers.TryAddWithoutValidation("tracestate", state));
        return await api.SendAsync(request);
    }
}

namespace Netra.EndToEnd.Tests;

/// <summary>Tries upgrades that are expected to be refused by HTTP, so that the refusal's body can be read.</summary>
internal static class Upgrade
{
    /// <summary>Sends an upgrade that is right but for what the query and the headers say.</summary>
    public static async Task<ApiAnswer> TryAsync(NetraApi api, string query, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, api.BaseUrl + "/ws?" + query);
        var all = new Dictionary<string, string>
        {
            ["Connection"] = "Upgrade",
            ["Upgrade"] = "websocket",
            ["Sec-WebSocket-Version"] = "13",
            ["Sec-WebSocket-Key"] = "dGhlIHNhbXBsZSBub25jZQ==",
        };
        foreach (var (name, value) in headers) all[name] = value;
        foreach (var (name, value) in all) Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        return await api.SendAsync(request);
    }
}

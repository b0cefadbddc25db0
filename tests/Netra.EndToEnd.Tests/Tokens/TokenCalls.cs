using System.Text.Json;

namespace Netra.EndToEnd.Tests;

/// <summary>The server API's calls about who may connect.</summary>
internal static class TokenCalls
{
    /// <summary>A token with an id of its own, made now.</summary>
    public static string NewToken(string user, string? id = null, int expiresInS = 3_600) => TestToken.Sign(JsonSerializer.Serialize(
        new { sub = user, exp = TestToken.Now + expiresInS, iat = TestToken.Now, jti = id ?? Guid.NewGuid().ToString("n") }));

    /// <summary>A token that is newer than every second that has begun.</summary>
    public static async Task<string> NewerTokenAsync(string user)
    {
        var second = TestToken.Now;
        await Eventually.IsAsync(true, () => Task.FromResult(TestToken.Now > second));
        return NewToken(user);
    }

    public static async Task<string> TicketAsync(this NetraApi api, string user)
    {
        var answer = await api.PostAsync("/api/v1/tickets", JsonSerializer.Serialize(new { user_id = user }));
        return answer.AssertOk().GetProperty("ticket").GetString()!;
    }

    /// <summary>Revokes, and answers how many connections that closes.</summary>
    public static async Task<int> RevokeAsync(this NetraApi api, string user, string? id = null)
    {
        var answer = await api.SendAsync(HttpMethod.Post, $"{PathOf(user)}/tokens/revoke", id is null ? null : JsonSerializer.Serialize(new { jti = id }));
        return answer.AssertOk().GetProperty("closed_connections").GetInt32();
    }

    /// <summary>Disconnects one connection, or all.</summary>
    public static Task<ApiAnswer> DisconnectAsync(this NetraApi api, string user, string? connection = null, string? body = null) =>
        api.SendAsync(HttpMethod.Delete, $"{PathOf(user)}/connections{(connection is null ? "" : "/" + connection)}", body);

    private static string PathOf(string user) => "/api/v1/users/" + Uri.EscapeDataString(user);
}

using System.Text.Json;

namespace Netra.EndToEnd.Tests;

/// <summary>What <c>GET /users/{user_id}</c> counts.</summary>
public sealed record UserNumbers(long Head, long Oldest, long Unread, long StateVersion, long DeadLetters, int Connections)
{
    public static UserNumbers Of(JsonElement user) => new(
        user.GetProperty("head_seq").GetInt64(),
        user.GetProperty("oldest_seq").GetInt64(),
        user.GetProperty("unread").GetInt64(),
        user.GetProperty("state_version").GetInt64(),
        user.GetProperty("dead_letters").GetInt64(),
        user.GetProperty("connections").GetArrayLength());
}

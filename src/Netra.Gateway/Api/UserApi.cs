using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Netra.Abstractions;

namespace Netra.Gateway;

/// <summary>The reading calls of the server API (protocol section 7).</summary>
internal sealed class UserApi(IUserDirectory users)
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1_000;

    /// <summary><c>GET /api/v1/users/{user_id}</c></summary>
    public async Task DescribeAsync(HttpContext context)
    {
        var user = ApiRequest.ReadUser(context);
        var description = await users.Find(user).DescribeAsync();
        var body = new UserBody
        {
            UserId = user.Value,
            Connections = [.. description.Connections.Select(BodyOf)],
            Epoch = description.Epoch.Value,
            HeadSeq = description.HeadSeq,
            OldestSeq = description.OldestSeq,
            Unread = description.Unread,
            StateVersion = description.StateVersion,
            DeadLetters = description.DeadLetters,
        };
        await context.Response.WriteAsJsonAsync(body, ApiJson.Default.UserBody);
    }

    /// <summary><c>GET /api/v1/users/{user_id}/messages?after=&amp;limit=</c>: whole frames, as they went to the sockets.</summary>
    public async Task ReadMessagesAsync(HttpContext context)
    {
        var user = ApiRequest.ReadUser(context);
        var after = ApiRequest.ReadInteger(context, "after", 0, 0, long.MaxValue - 1);
        var limit = (int)ApiRequest.ReadInteger(context, "limit", DefaultLimit, 1, MaxLimit);
        var page = await users.Find(user).ReadHistoryAsync(after, limit);
        context.Response.ContentType = "application/json; charset=utf-8";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter, new JsonWriterOptions { SkipValidation = true });
        json.WriteStartObject();
        json.WriteStartArray("messages"u8);
        foreach (var frame in page.Frames) json.WriteRawValue(frame.Span, skipInputValidation: true);
        json.WriteEndArray();
        json.WriteBoolean("has_more"u8, page.HasMore);
        json.WriteEndObject();
    }

    private static UserConnectionBody BodyOf(ConnectionDescription connection) => new()
    {
        ConnectionId = connection.Connection.ToString(),
        ClientId = connection.Client.Value,
        Gateway = connection.Gateway.ToParsableString(),
        ConnectedAt = connection.ConnectedAtMs,
        LastSeenAt = connection.LastSeenAtMs,
        AckedSeq = connection.AckedSeq,
    };
}

using Microsoft.AspNetCore.Http;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>The calls of the server API about a user and its retained messages (protocol section 7).</summary>
internal sealed class UserApi(IUserDirectory users)
{
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
            Sessions = [.. description.Sessions.Select(session => new UserSessionBody
            {
                ClientId = session.Client.Value,
                AckedSeq = session.AckedSeq ?? 0,
                LastSeenAt = session.LastSeenAtMs,
            })],
        };
        await context.Response.WriteAsJsonAsync(body, ApiJson.Default.UserBody);
    }

    /// <summary><c>GET /api/v1/users/{user_id}/messages?after=&amp;limit=</c>: whole frames, as they went to the sockets.</summary>
    public async Task ReadMessagesAsync(HttpContext context)
    {
        var user = ApiRequest.ReadUser(context);
        var page = await users.Find(user).ReadHistoryAsync(ApiRequest.ReadAfter(context), ApiRequest.ReadLimit(context));
        await using var json = ApiAnswer.Begin(context);
        json.WriteStartObject();
        json.WriteStartArray("messages"u8);
        foreach (var frame in page.Frames) json.WriteRawValue(frame.Span, skipInputValidation: true);
        json.WriteEndArray();
        json.WriteBoolean("has_more"u8, page.HasMore);
        json.WriteEndObject();
    }

    /// <summary><c>DELETE /api/v1/users/{user_id}/messages/{seq}</c>: erases a message.</summary>
    public async Task RevokeMessageAsync(HttpContext context)
    {
        var user = ApiRequest.ReadUser(context);
        var seq = ApiRequest.ReadSeq(context);
        if (!await users.Find(user).RevokeAsync(seq)) throw new ApiException(ErrorCodes.NotFound, $"There is no message with the seq {seq}.");
        context.Response.StatusCode = StatusCodes.Status204NoContent;
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

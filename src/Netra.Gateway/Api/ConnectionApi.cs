using Microsoft.AspNetCore.Http;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>The calls of the server API that end connections (protocol section 7).</summary>
internal sealed class ConnectionApi(IUserDirectory users)
{
    /// <summary><c>DELETE /api/v1/users/{user_id}/connections</c>: all of them, and it is well when there are none.</summary>
    public async Task DisconnectAllAsync(HttpContext context)
    {
        var user = ApiRequest.ReadUser(context);
        await users.Find(user).DisconnectAsync(new DisconnectRequest(null, await ReadReasonAsync(context)));
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary><c>DELETE /api/v1/users/{user_id}/connections/{connection_id}</c></summary>
    public async Task DisconnectAsync(HttpContext context)
    {
        var user = ApiRequest.ReadUser(context);
        var reason = await ReadReasonAsync(context);
        // What can't be an id is the id of no connection: to callers they are opaque.
        if (!ConnectionId.TryParse(context.Request.RouteValues["connection_id"] as string, out var connection)
            || await users.Find(user).DisconnectAsync(new DisconnectRequest(connection, reason)) == 0)
        {
            throw new ApiException(ErrorCodes.NotFound, "The user has no such connection.");
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task<string> ReadReasonAsync(HttpContext context)
    {
        var body = await ApiBody.ReadAsync(context);
        return DisconnectReason.Write(body?.OptionalText("reason", ApiBody.MaxBytes), body?.Flag("reconnect") ?? false);
    }
}

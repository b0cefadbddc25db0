using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Netra.Client.Publishing;

public sealed partial class NetraPublisher
{
    /// <summary>Closes every connection of a user with 4410. The user's tokens stay good: to keep the user out, <see cref="RevokeTokensAsync"/>.</summary>
    /// <param name="user">The user.</param>
    /// <param name="reason">For the client's code; shortened until the close frame holds it.</param>
    /// <param name="reconnect">Whether the clients are to come back.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task DisconnectAsync(string user, string? reason = null, bool reconnect = false, CancellationToken cancellationToken = default) =>
        _api.TellAsync(
            new ApiCall("disconnect", HttpMethod.Delete, ApiPaths.User(user, "/connections")) { Content = Reason(reason, reconnect) }, cancellationToken);

    /// <summary>Closes one connection of a user with 4410.</summary>
    /// <param name="user">The user.</param>
    /// <param name="connectionId">The connection, from <see cref="UserInfo.Connections"/>.</param>
    /// <param name="reason">For the client's code; shortened until the close frame holds it.</param>
    /// <param name="reconnect">Whether the client is to come back.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>False when the user has no such connection.</returns>
    public Task<bool> DisconnectConnectionAsync(
        string user, string connectionId, string? reason = null, bool reconnect = false, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionId);
        StrictText.Check(connectionId, "A connection's id", nameof(connectionId));
        // In a path they name another place: that of all connections.
        if (connectionId is "." or "..") throw new ArgumentException("A connection's id is neither '.' nor '..'.", nameof(connectionId));
        var path = ApiPaths.User(user, "/connections/" + Uri.EscapeDataString(connectionId));
        return _api.TryTellAsync(new ApiCall("disconnect", HttpMethod.Delete, path) { Content = Reason(reason, reconnect) }, cancellationToken);
    }

    /// <summary>Revokes every token and ticket of a user that was made up to the second of the call, and closes their connections with 4401.</summary>
    /// <returns>How many connections are closed for it.</returns>
    public async Task<int> RevokeTokensAsync(string user, CancellationToken cancellationToken = default)
    {
        var call = new ApiCall("revoke_tokens", HttpMethod.Post, ApiPaths.User(user, "/tokens/revoke"));
        return (await _api.AskAsync(call, ApiJson.Default.RevokedAnswer, cancellationToken).ConfigureAwait(false)).ClosedConnections;
    }

    /// <summary>Revokes one token of a user, and closes its connections with 4401.</summary>
    /// <param name="user">The user.</param>
    /// <param name="tokenId">The token's <c>jti</c>, 1 to 128 characters.</param>
    /// <param name="expiresAt">When the token expires, so that it need not be remembered longer; null: it is remembered for good.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How many connections are closed for it.</returns>
    /// <exception cref="NetraApiException"><c>queue_full</c>: the user has as many revoked tokens as are remembered one by one.</exception>
    public async Task<int> RevokeTokenAsync(string user, string tokenId, DateTimeOffset? expiresAt = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(tokenId);
        StrictText.Check(tokenId, "A token's id", nameof(tokenId));
        var call = new ApiCall("revoke_tokens", HttpMethod.Post, ApiPaths.User(user, "/tokens/revoke"))
        {
            Content = Json(new RevocationBody(tokenId, expiresAt), ApiJson.Default.RevocationBody),
        };
        return (await _api.AskAsync(call, ApiJson.Default.RevokedAnswer, cancellationToken).ConfigureAwait(false)).ClosedConnections;
    }

    /// <summary>Makes a ticket, with which a user's client can connect once, in a token's place, within half a minute by default.</summary>
    /// <param name="user">The user.</param>
    /// <param name="plan">The plan that selects the user's limits, at most 64 characters; null: none.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<Ticket> CreateTicketAsync(string user, string? plan = null, CancellationToken cancellationToken = default)
    {
        var call = new ApiCall("create_ticket", HttpMethod.Post, "tickets")
        {
            Content = Json(new TicketBody(ApiPaths.Check(user), plan), ApiJson.Default.TicketBody),
        };
        return _api.AskAsync(call, ApiJson.Default.Ticket, cancellationToken);
    }

    private static ReadOnlyMemoryContent Reason(string? reason, bool reconnect) => Json(new DisconnectBody(reason, reconnect), ApiJson.Default.DisconnectBody);

    private static ReadOnlyMemoryContent Json<T>(T body, JsonTypeInfo<T> type) => Json(JsonSerializer.SerializeToUtf8Bytes(body, type));
}

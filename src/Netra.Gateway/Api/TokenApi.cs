using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>The calls of the server API that make tickets and revoke tokens (protocol sections 7 and 8).</summary>
internal sealed class TokenApi(IUserDirectory users, TicketDesk tickets, IOptions<AuthenticationOptions> options)
{
    /// <summary>As late as a time of .NET can be: later ones could not be compared with one.</summary>
    private static readonly long MaxTimeMs = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>In 1973 for milliseconds, in 5138 for seconds: what lies before was written as the seconds of a token's <c>exp</c>, and would revoke nothing.</summary>
    private const long MinTimeMs = 100_000_000_000;

    /// <summary><c>POST /api/v1/tickets</c></summary>
    public async Task MakeTicketAsync(HttpContext context)
    {
        var body = await ApiBody.ReadAsync(context) ?? throw new ApiException(ErrorCodes.EmptyMessage, "The body is empty; a JSON object was expected.");
        if (!UserId.TryParse(body.Text("user_id", UserId.MaxLength), out var user))
            throw ApiBody.Wrong("user_id", $"'user_id' must have 1 to {UserId.MaxLength} printable characters.");
        var plan = body.OptionalText("plan", TokenClaims.MaxPlanLength);
        var ticket = await tickets.MakeAsync(user, string.IsNullOrEmpty(plan) ? null : plan)
            ?? throw new ApiException(ErrorCodes.Unavailable, "There are as many unused tickets as can be kept. Try again soon.");
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.WriteAsJsonAsync(new TicketBody(ticket.Text, ticket.ExpiresAtMs), ApiJson.Default.TicketBody);
    }

    /// <summary><c>POST /api/v1/users/{user_id}/tokens/revoke</c></summary>
    public async Task RevokeAsync(HttpContext context)
    {
        var user = ApiRequest.ReadUser(context);
        var revocation = RevocationOf(await ApiBody.ReadAsync(context));
        var result = await users.Find(user).RevokeTokensAsync(revocation);
        if (!result.Revoked)
        {
            throw new ApiException(
                ErrorCodes.QueueFull, "The user has as many revoked tokens as can be remembered. Revoke all of its tokens instead: call without 'jti'.");
        }

        await context.Response.WriteAsJsonAsync(new RevocationBody(result.ClosedConnections), ApiJson.Default.RevocationBody);
    }

    private TokenRevocation RevocationOf(ApiBody? body)
    {
        // A 'jti' that is null is a mistake of the caller's, and must not cost the user all of its tokens.
        if (body?.Has("jti") is not true)
        {
            return body?.Has("expires_at") is not true
                ? new TokenRevocation()
                : throw ApiBody.Wrong("expires_at", "'expires_at' goes with the 'jti' of the token that expires then.");
        }

        var tokenId = body.Text("jti", TokenRevocation.MaxTokenIdLength);
        var expiresAt = body.OptionalTime("expires_at", MaxTimeMs);
        if (expiresAt < MinTimeMs) throw ApiBody.Wrong("expires_at", "'expires_at' must be a time in Unix milliseconds; this one is in seconds.");
        // The token is accepted until the skew is over.
        return new TokenRevocation(tokenId, expiresAt + (long)options.Value.ClockSkew.TotalMilliseconds);
    }
}

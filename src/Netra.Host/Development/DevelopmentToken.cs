using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Netra.Gateway;
using Netra.Protocol;

namespace Netra.Host;

/// <summary><c>POST /dev/token</c>: makes a token for whoever asks (protocol section 8). Mapped in Development only.</summary>
internal static class DevelopmentToken
{
    private const int DefaultSeconds = 3_600;
    private const int MaxSeconds = 30 * 24 * 3_600;

    /// <summary>What a gateway takes, in UTF-16 code units.</summary>
    private const int MaxPlanLength = 64;

    public static void Map(WebApplication app) => app.MapPost("/dev/token", CreateAsync).ExcludeFromDescription();

    private static async Task<IResult> CreateAsync(HttpContext context, IOptions<AuthenticationOptions> authentication, TimeProvider time)
    {
        DevelopmentTokenRequest? request;
        try
        {
            request = await JsonSerializer.DeserializeAsync(
                context.Request.Body, DevelopmentJson.Default.DevelopmentTokenRequest, context.RequestAborted);
        }
        catch (JsonException)
        {
            return Refuse("The body must be JSON such as {\"user_id\":\"alice\"}.");
        }

        if (!UserId.TryParse(request?.UserId, out var user)) return Refuse("'user_id' must have 1 to 128 printable characters.");
        var seconds = request!.ExpiresInS ?? DefaultSeconds;
        if (seconds is < 1 or > MaxSeconds) return Refuse($"'expires_in_s' must be from 1 to {MaxSeconds}.");

        if (request.Plan?.Length > MaxPlanLength) return Refuse($"'plan' must have at most {MaxPlanLength} characters.");

        var now = time.GetUtcNow();
        var expiresAt = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds() + seconds);
        var claims = new Dictionary<string, object>
        {
            [JwtRegisteredClaimNames.Sub] = user.Value,
            [JwtRegisteredClaimNames.Jti] = Guid.CreateVersion7().ToString("n"),
        };
        if (request.Plan is not null) claims["plan"] = request.Plan;
        var token = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Claims = claims,
            Issuer = authentication.Value.Issuer,
            Audience = authentication.Value.Audience,
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = expiresAt.UtcDateTime,
            SigningCredentials = new SigningCredentials(
                new SymmetricSecurityKey(Encoding.UTF8.GetBytes(DevelopmentKeys.SigningSecret)) { KeyId = "development" },
                SecurityAlgorithms.HmacSha256),
        });
        return Results.Json(
            new DevelopmentTokenAnswer(token, expiresAt.ToUnixTimeMilliseconds()), DevelopmentJson.Default.DevelopmentTokenAnswer);
    }

    private static IResult Refuse(string detail) => Results.Problem(
        detail, statusCode: StatusCodes.Status400BadRequest, title: "Bad Request", type: "about:blank",
        extensions: new Dictionary<string, object?> { ["code"] = ErrorCodes.BadRequest.Name });
}

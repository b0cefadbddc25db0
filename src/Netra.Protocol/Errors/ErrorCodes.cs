using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Netra.Protocol;

/// <summary>
/// Every error code that the wire, the HTTP API and the SDKs share (protocol sections 1, 6 and 7). Never classify by message text.
/// </summary>
public static class ErrorCodes
{
    // Refusals of an upgrade (section 1), in the order in which they are checked.
    public static readonly ErrorCode UpgradeRequired = new("upgrade_required", 426);
    public static readonly ErrorCode Draining = new("draining", 503, CloseCode.Unavailable);
    public static readonly ErrorCode OriginNotAllowed = new("origin_not_allowed", 403, CloseCode.Forbidden);
    public static readonly ErrorCode TokenMissing = new("token_missing", 401, CloseCode.Unauthorized);
    public static readonly ErrorCode TokenMalformed = new("token_malformed", 401, CloseCode.Unauthorized);
    public static readonly ErrorCode TokenInvalid = new("token_invalid", 401, CloseCode.Unauthorized);
    public static readonly ErrorCode TokenExpired = new("token_expired", 401, CloseCode.Unauthorized);
    public static readonly ErrorCode TokenRevoked = new("token_revoked", 401, CloseCode.Unauthorized);
    public static readonly ErrorCode BadRequest = new("bad_request", 400, CloseCode.BadRequest);
    public static readonly ErrorCode ConnectionLimit = new("connection_limit", 429, CloseCode.TooManyRequests);
    public static readonly ErrorCode RateLimited = new("rate_limited", 429, CloseCode.TooManyRequests);
    public static readonly ErrorCode Unavailable = new("unavailable", 503, CloseCode.Unavailable);

    // Errors of a frame (section 6).
    public static readonly ErrorCode InvalidJson = new("invalid_json", 400);
    public static readonly ErrorCode NotAnObject = new("not_an_object", 400);
    public static readonly ErrorCode EmptyMessage = new("empty_message", 400);
    public static readonly ErrorCode MissingType = new("missing_type", 400);
    public static readonly ErrorCode InvalidType = new("invalid_type", 400);
    public static readonly ErrorCode UnknownType = new("unknown_type", 400);
    public static readonly ErrorCode ReservedType = new("reserved_type", 400);
    public static readonly ErrorCode InvalidPayload = new("invalid_payload", 400);
    public static readonly ErrorCode InvalidId = new("invalid_id", 400);
    public static readonly ErrorCode UnsupportedData = new("unsupported_data", 400);
    public static readonly ErrorCode QueueFull = new("queue_full", 429);
    public static readonly ErrorCode InvalidPatch = new("invalid_patch", 400);
    public static readonly ErrorCode StateTooLarge = new("state_too_large", 413);
    public static readonly ErrorCode HandlerFailed = new("handler_failed", 400);
    public static readonly ErrorCode TokenExpiring = new("token_expiring", 401);
    public static readonly ErrorCode Internal = new("internal", 500);

    // Errors of the server API (section 7).
    public static readonly ErrorCode Unauthorized = new("unauthorized", 401);
    public static readonly ErrorCode Forbidden = new("forbidden", 403, CloseCode.Forbidden);
    public static readonly ErrorCode NotFound = new("not_found", 404);
    public static readonly ErrorCode MethodNotAllowed = new("method_not_allowed", 405);
    public static readonly ErrorCode VersionConflict = new("version_conflict", 412);
    public static readonly ErrorCode TooLarge = new("too_large", 413);
    public static readonly ErrorCode UnsupportedMediaType = new("unsupported_media_type", 415);

    private static readonly FrozenDictionary<string, ErrorCode> ByName = typeof(ErrorCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (ErrorCode)field.GetValue(null)!)
        .ToFrozenDictionary(code => code.Name, StringComparer.Ordinal);

    /// <summary>The entry with a name; false when there is none.</summary>
    public static bool TryGet(string name, [NotNullWhen(true)] out ErrorCode? code) => ByName.TryGetValue(name, out code);
}

using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>The calls of the server API about a user's state (protocol sections 5 and 7).</summary>
internal sealed class StateApi(IUserDirectory users, IOptions<GatewayOptions> options)
{
    public const string MergePatchType = "application/merge-patch+json";
    public const string JsonPatchType = "application/json-patch+json";
    public const string JsonType = "application/json";

    private readonly GatewayOptions _options = options.Value;

    /// <summary><c>GET /api/v1/users/{user_id}/state</c></summary>
    public async Task ReadAsync(HttpContext context)
    {
        var state = await users.Find(ApiRequest.ReadUser(context)).ReadStateAsync();
        if (StateTags.IsKnownBy(context.Request.Headers.IfNoneMatch, state.Version))
        {
            context.Response.Headers.ETag = StateTags.Of(state.Version);
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        await AnswerAsync(context, state);
    }

    /// <summary><c>PATCH /api/v1/users/{user_id}/state</c></summary>
    public async Task ChangeAsync(HttpContext context)
    {
        var user = users.Find(ApiRequest.ReadUser(context));
        var kind = ReadKind(context);
        var versions = StateTags.ReadIfMatch(context.Request.Headers.IfMatch);
        var utf8 = await ApiRequest.ReadBodyAsync(context, _options.MaxRequestBytes);
        if (!StateChangeBody.TryRead(utf8, kind, out var json, out var error)) throw new ApiException(error);
        if (json.Length > _options.MaxMessageBytes)
            throw new ApiException(ErrorCodes.StateTooLarge, $"A change of the state must not have more than {_options.MaxMessageBytes} bytes.");
        var change = new StateChange(kind, json, null) { By = ApiRequest.ReadKeyName(context), Trace = TraceContext.Of(NetraTracing.Current) };
        await AnswerAsync(context, await ChangeAsync(user, change, versions));
    }

    private static StateChangeKind ReadKind(HttpContext context)
    {
        if (MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type))
        {
            switch (type.MediaType?.ToLowerInvariant())
            {
                case MergePatchType or JsonType: return StateChangeKind.Patch;
                case JsonPatchType: return StateChangeKind.Ops;
            }
        }

        context.Response.Headers["Accept-Patch"] = $"{MergePatchType}, {JsonPatchType}, {JsonType}";
        throw new ApiException(
            ErrorCodes.UnsupportedMediaType, $"The body must be '{MergePatchType}' (or '{JsonType}', which is taken as that) or '{JsonPatchType}'.");
    }

    private static async Task<UserState> ChangeAsync(IUserGrain user, StateChange change, IReadOnlyList<long>? versions)
    {
        // Of several versions the present one is meant. A change that comes in between makes another version the present one, which may be among them too.
        var expected = versions switch
        {
            null => (long?)null,
            [var single] => single,
            _ => await MatchAsync(user, versions),
        };
        while (true)
        {
            var result = await user.ChangeStateAsync(change with { ExpectedVersion = expected });
            switch (result.Status)
            {
                case StateChangeStatus.Changed:
                    return result.State!;
                case StateChangeStatus.Refused:
                    throw new ApiException(result.Refusal!);
                case StateChangeStatus.Conflict when result.State!.Version > expected && versions!.Contains(result.State.Version):
                    expected = result.State.Version;
                    break;
                default:
                    throw ConflictOf(versions!, result.State!.Version);
            }
        }
    }

    private static async Task<long> MatchAsync(IUserGrain user, IReadOnlyList<long> versions)
    {
        var present = (await user.ReadStateAsync()).Version;
        return versions.Contains(present) ? present : throw ConflictOf(versions, present);
    }

    private static ApiException ConflictOf(IReadOnlyList<long> versions, long present) =>
        new(ErrorCodes.VersionConflict, $"The state has the version {present}; the change is meant for another.")
        {
            Conflict = new VersionConflict(versions.Max(), present),
        };

    private static async Task AnswerAsync(HttpContext context, UserState state)
    {
        context.Response.Headers.ETag = StateTags.Of(state.Version);
        await using var json = ApiAnswer.Begin(context);
        json.WriteStartObject();
        json.WriteNumber("version"u8, state.Version);
        json.WritePropertyName("state"u8);
        json.WriteRawValue(state.Json.Span, skipInputValidation: true);
        json.WriteEndObject();
    }
}

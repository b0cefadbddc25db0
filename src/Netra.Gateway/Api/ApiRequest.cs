using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>Reads the parts of a call of the server API, or ends it with what is wrong.</summary>
internal static class ApiRequest
{
    /// <summary>How much a page has at most.</summary>
    public const int MaxLimit = 1_000;

    /// <summary>How much a page has that is asked for without a limit.</summary>
    public const int DefaultLimit = 100;

    private const string UsersSegment = "/users/";

    /// <summary>The user id of the path. Taken from the raw target: routing leaves an encoded slash as it is.</summary>
    public static UserId ReadUser(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var from = target.IndexOf(UsersSegment, StringComparison.OrdinalIgnoreCase);
        if (from >= 0)
        {
            var rest = target[(from + UsersSegment.Length)..];
            var end = rest.AsSpan().IndexOfAny('/', '?');
            if (UserId.TryParse(Uri.UnescapeDataString(end < 0 ? rest : rest[..end]), out var user)) return user;
        }

        throw new ApiException(ErrorCodes.BadRequest, $"The user id must have 1 to {UserId.MaxLength} printable characters.");
    }

    /// <summary>The seq of the path. What can be none is a malformed request, as a user id that can be none is.</summary>
    public static long ReadSeq(HttpContext context) =>
        long.TryParse(context.Request.RouteValues["seq"] as string, NumberStyles.None, CultureInfo.InvariantCulture, out var seq) && seq >= 1
            ? seq
            : throw new ApiException(ErrorCodes.BadRequest, "The seq of the path must be an integer from 1.");

    /// <summary>The name of the caller's key; null in a call that needs none.</summary>
    public static string? ReadKeyName(HttpContext context) => context.Features.Get<ApiKeyOptions>()?.Name;

    /// <summary>Where a page begins: behind this seq.</summary>
    public static long ReadAfter(HttpContext context) => ReadInteger(context, "after", 0, 0, long.MaxValue - 1);

    /// <summary>How much a page may have.</summary>
    public static int ReadLimit(HttpContext context) => (int)ReadInteger(context, "limit", DefaultLimit, 1, MaxLimit);

    /// <summary>An integer of the query within its bounds.</summary>
    public static long ReadInteger(HttpContext context, string name, long absent, long min, long max)
    {
        if (!context.Request.Query.TryGetValue(name, out var values)) return absent;
        return long.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max
            ? value
            : throw new ApiException(ErrorCodes.BadRequest, $"'{name}' must be an integer from {min} to {max}.");
    }

    /// <summary>The JSON body in an array of its own, which the messages in it may keep.</summary>
    public static Task<ReadOnlyMemory<byte>> ReadJsonAsync(HttpContext context, int maxBytes) =>
        context.Request.ContentType is null || context.Request.HasJsonContentType()
            ? ReadBodyAsync(context, maxBytes)
            : throw new ApiException(ErrorCodes.UnsupportedMediaType, "The body must be 'application/json'.");

    /// <summary>The body, of whatever type, in an array of its own.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(HttpContext context, int maxBytes)
    {
        var request = context.Request;
        if (request.ContentLength > maxBytes) throw TooLarge(maxBytes);
        using var body = new MemoryStream((int)(request.ContentLength ?? 0));
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(context.RequestAborted);
            foreach (var segment in read.Buffer) body.Write(segment.Span);
            request.BodyReader.AdvanceTo(read.Buffer.End);
            if (body.Length > maxBytes) throw TooLarge(maxBytes);
            if (read.IsCompleted) return body.GetBuffer().AsMemory(0, (int)body.Length);
        }
    }

    private static ApiException TooLarge(int maxBytes) => new(ErrorCodes.TooLarge, $"The body must not have more than {maxBytes} bytes.");
}

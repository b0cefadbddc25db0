using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>Writes refusals as problem+json with a stable <c>code</c> (RFC 9457; protocol section 1).</summary>
internal static class Problem
{
    public const string ContentType = "application/problem+json";

    /// <summary>Answers with a code of the catalogue.</summary>
    public static Task WriteAsync(
        HttpContext context, ErrorCode code, string detail, FrameErrorDetails? details = null, VersionConflict? conflict = null)
    {
        context.Response.StatusCode = code.HttpStatus;
        context.Response.ContentType = ContentType;
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "about:blank"u8);
            json.WriteString("title"u8, ReasonPhrases.GetReasonPhrase(code.HttpStatus));
            json.WriteNumber("status"u8, code.HttpStatus);
            json.WriteString("detail"u8, detail);
            json.WriteString("code"u8, code.Name);
            if (details is not null)
            {
                json.WritePropertyName("details"u8);
                details.WriteTo(json);
            }

            if (conflict is not null)
            {
                json.WriteNumber("client_version"u8, conflict.ClientVersion);
                json.WriteNumber("server_version"u8, conflict.ServerVersion);
            }

            json.WriteEndObject();
        }

        return context.Response.Body.WriteAsync(buffer.GetBuffer(), 0, (int)buffer.Length, context.RequestAborted);
    }

    /// <summary>Gives an answer without a body the body that its status asks for.</summary>
    public static Task CompleteAsync(HttpContext context)
    {
        var code = context.Response.StatusCode switch
        {
            StatusCodes.Status401Unauthorized => ErrorCodes.Unauthorized,
            StatusCodes.Status403Forbidden => ErrorCodes.Forbidden,
            StatusCodes.Status404NotFound => ErrorCodes.NotFound,
            StatusCodes.Status405MethodNotAllowed => ErrorCodes.MethodNotAllowed,
            StatusCodes.Status413PayloadTooLarge => ErrorCodes.TooLarge,
            StatusCodes.Status415UnsupportedMediaType => ErrorCodes.UnsupportedMediaType,
            StatusCodes.Status503ServiceUnavailable => ErrorCodes.Unavailable,
            >= 500 => ErrorCodes.Internal,
            _ => ErrorCodes.BadRequest,
        };
        return WriteAsync(context, code with { HttpStatus = context.Response.StatusCode }, ReasonPhrases.GetReasonPhrase(context.Response.StatusCode));
    }
}

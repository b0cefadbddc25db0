using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Netra.Gateway;

/// <summary>Answers of the server API that are written member by member, because they hold JSON that goes out as it is.</summary>
internal static class ApiAnswer
{
    private static readonly JsonWriterOptions Options = new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Begins an answer of the type <c>application/json</c>. Disposing of the writer sends it.</summary>
    public static Utf8JsonWriter Begin(HttpContext context)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        return new Utf8JsonWriter(context.Response.BodyWriter, Options);
    }
}

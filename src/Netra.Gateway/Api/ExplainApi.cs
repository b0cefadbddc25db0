using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>The call of the server API that says what became of a message (protocol section 7).</summary>
internal sealed class ExplainApi(MessageExplainer explainer)
{
    // People read it in a terminal: quotation marks stay what they are.
    private static readonly ApiJson Json = new(new JsonSerializerOptions(ApiJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary><c>GET /api/v1/users/{user_id}/messages/{seq}/explain</c></summary>
    public async Task ExplainAsync(HttpContext context)
    {
        var user = ApiRequest.ReadUser(context);
        var seq = ApiRequest.ReadSeq(context);
        var explanation = await explainer.ExplainAsync(user, seq)
            ?? throw new ApiException(ErrorCodes.NotFound, string.Create(CultureInfo.InvariantCulture, $"The user has no message with the seq {seq} yet."));
        await context.Response.WriteAsJsonAsync(explanation, Json.ExplanationBody);
    }
}

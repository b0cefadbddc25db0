using Microsoft.AspNetCore.Http;
using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>The calls of the server API about messages that were given up (protocol section 7).</summary>
internal sealed class DeadLetterApi(IUserDirectory users)
{
    /// <summary><c>GET /api/v1/users/{user_id}/dead_letters?after=&amp;limit=</c></summary>
    public async Task ReadAsync(HttpContext context)
    {
        var user = ApiRequest.ReadUser(context);
        var page = await users.Find(user).ReadDeadLettersAsync(ApiRequest.ReadAfter(context), ApiRequest.ReadLimit(context));
        await using var json = ApiAnswer.Begin(context);
        json.WriteStartObject();
        json.WriteStartArray("dead_letters"u8);
        foreach (var letter in page.DeadLetters)
        {
            json.WriteStartObject();
            json.WriteNumber("seq"u8, letter.Seq);
            json.WriteString("reason"u8, letter.Reason);
            json.WriteNumber("at"u8, letter.AtMs);
            json.WritePropertyName("message"u8);
            json.WriteRawValue(letter.Message.Span, skipInputValidation: true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteBoolean("has_more"u8, page.HasMore);
        json.WriteEndObject();
    }

    /// <summary><c>POST /api/v1/users/{user_id}/dead_letters/{seq}/retry</c>. A body is not read.</summary>
    public async Task RetryAsync(HttpContext context)
    {
        var user = ApiRequest.ReadUser(context);
        var seq = ApiRequest.ReadSeq(context);
        var retry = await users.Find(user).RetryDeadLetterAsync(seq);
        if (!retry.Found) throw new ApiException(ErrorCodes.NotFound, $"There is no dead letter with the seq {seq}.");
        if (retry.Refusal is { } refusal) throw new ApiException(refusal);
        await context.Response.WriteAsJsonAsync(new RetriedBody(retry.Seq), ApiJson.Default.RetriedBody);
    }
}

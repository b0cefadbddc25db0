using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>Turns what ends a call early into problem+json.</summary>
internal static class ApiFailures
{
    private const string RetryAfterSeconds = "1";

    /// <summary>Whether there is an answer for it. What is not foreseen has none once another answer has begun.</summary>
    public static bool CanAnswer(HttpContext context, Exception exception) =>
        !context.Response.HasStarted || exception is ApiException or BadHttpRequestException or UserUnavailableException || HasGone(context, exception);

    /// <summary>Answers with what ended the call. Caught where the call was begun, so that what is logged has its trace.</summary>
    public static Task AnswerAsync(HttpContext context, ILogger logger, Exception exception)
    {
        switch (exception)
        {
            case ApiException refusal:
                if (IsTemporary(refusal.Code)) context.Response.Headers.RetryAfter = SecondsOf(refusal.RetryAfterMs);
                return Problem.WriteAsync(context, refusal.Code, refusal.Message, refusal.Details, refusal.Conflict);
            case BadHttpRequestException bad:
                var code = bad.StatusCode == StatusCodes.Status413PayloadTooLarge ? ErrorCodes.TooLarge : ErrorCodes.BadRequest;
                return Problem.WriteAsync(context, code, "The body could not be read.");
            case OperationCanceledException when HasGone(context, exception):
                // Nobody reads an answer.
                return Task.CompletedTask;
        }

        GatewayLog.ApiCallFailed(logger, exception);
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return Problem.WriteAsync(context, ErrorCodes.Unavailable, exception is UserUnavailableException ? exception.Message : Unconfirmed(context));
    }

    /// <summary>A silo died, or a call timed out: whether it was carried out is not known.</summary>
    private static string Unconfirmed(HttpContext context) => HttpMethods.IsGet(context.Request.Method)
        ? "The question was not answered in time; it may be asked again."
        : "The call was not confirmed in time; it may or may not have been carried out.";

    private static bool HasGone(HttpContext context, Exception exception) => exception is OperationCanceledException && context.RequestAborted.IsCancellationRequested;

    private static bool IsTemporary(ErrorCode code) =>
        code.HttpStatus is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable;

    private static string SecondsOf(long? milliseconds) => milliseconds is > 0 and { } known
        ? ((known - 1) / 1_000 + 1).ToString(CultureInfo.InvariantCulture)
        : RetryAfterSeconds;
}

using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>
/// Around every call of the server API: checks the key, turns failures into problem+json, and asks callers to leave a gateway that drains.
/// </summary>
internal sealed class ApiFilter(ApiKeyStore keys, Drain drain, ILogger<ApiFilter> logger)
{
    private const string RetryAfterSeconds = "1";

    /// <summary>Runs a call for a caller whose key has the scope; null asks for no key.</summary>
    public async Task RunAsync(HttpContext context, string? scope, Func<HttpContext, Task> call)
    {
        drain.Calls.Enter();
        try
        {
            await RunGuardedAsync(context, scope, call);
        }
        finally
        {
            drain.Calls.Leave();
        }
    }

    private async Task RunGuardedAsync(HttpContext context, string? scope, Func<HttpContext, Task> call)
    {
        if (drain.IsDraining && HttpProtocol.IsHttp11(context.Request.Protocol)) context.Response.Headers.Connection = "close";
        try
        {
            if (drain.RefusesCalls) throw new ApiException(ErrorCodes.Draining, "This gateway is shutting down.");
            if (scope is not null) Authorize(context, scope);
            await call(context);
        }
        catch (ApiException exception)
        {
            if (IsTemporary(exception.Code)) context.Response.Headers.RetryAfter = SecondsOf(exception.RetryAfterMs);
            await Problem.WriteAsync(context, exception.Code, exception.Message, exception.Details, exception.Conflict);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone; nobody reads an answer.
        }
        catch (BadHttpRequestException exception)
        {
            var code = exception.StatusCode == StatusCodes.Status413PayloadTooLarge ? ErrorCodes.TooLarge : ErrorCodes.BadRequest;
            await Problem.WriteAsync(context, code, "The body could not be read.");
        }
        catch (UserUnavailableException exception)
        {
            GatewayLog.ApiCallFailed(logger, exception);
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
            await Problem.WriteAsync(context, ErrorCodes.Unavailable, exception.Message);
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            // A silo died, or a call timed out: whether it was carried out is not known.
            GatewayLog.ApiCallFailed(logger, exception);
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
            await Problem.WriteAsync(context, ErrorCodes.Unavailable, "The call was not confirmed in time; it may or may not have been carried out.");
        }
    }

    private static bool IsTemporary(ErrorCode code) =>
        code.HttpStatus is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable;

    private static string SecondsOf(long? milliseconds) => milliseconds is > 0 and { } known
        ? ((known - 1) / 1_000 + 1).ToString(CultureInfo.InvariantCulture)
        : RetryAfterSeconds;

    private void Authorize(HttpContext context, string scope)
    {
        var shown = ClientToken.FindInHeader(context.Request)
            ?? throw Unauthorized(context, "Pass an API key as 'Authorization: Bearer <key>'.");
        var key = keys.Find(shown) ?? throw Unauthorized(context, "The API key is not known.");
        if (!key.Scopes.Contains(scope)) throw new ApiException(ErrorCodes.Forbidden, $"The API key lacks the scope '{scope}'.");
    }

    private static ApiException Unauthorized(HttpContext context, string detail)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return new ApiException(ErrorCodes.Unauthorized, detail);
    }
}

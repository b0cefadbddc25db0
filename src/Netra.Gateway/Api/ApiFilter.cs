using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>
/// Around every call of the server API: checks the key, and asks callers to leave a gateway that drains.
/// </summary>
internal sealed class ApiFilter(ApiKeyStore keys, Drain drain, TraceGate traces, ILogger<ApiFilter> logger)
{
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
            // Whoever has no key begins no trace.
            var span = scope is not null && Authorize(context, scope) ? traces.BeginCall(context) : null;
            await (span is null ? call(context) : RunTracedAsync(span, context, call));
        }
        catch (Exception exception) when (ApiFailures.CanAnswer(context, exception))
        {
            await ApiFailures.AnswerAsync(context, logger, exception);
        }
    }

    /// <summary>The span is current for whoever handles what this throws, too.</summary>
    private static async Task RunTracedAsync(Activity span, HttpContext context, Func<HttpContext, Task> call)
    {
        var status = StatusCodes.Status503ServiceUnavailable;
        try
        {
            await call(context);
            status = context.Response.StatusCode;
        }
        catch (ApiException exception)
        {
            status = exception.Code.HttpStatus;
            span.SetTag("error.type", exception.Code.Name);
            throw;
        }
        catch (Exception exception)
        {
            span.SetTag("error.type", exception.GetType().Name);
            throw;
        }
        finally
        {
            span.SetTag("http.response.status_code", status);
            if (status >= StatusCodes.Status500InternalServerError) span.SetStatus(ActivityStatusCode.Error);
            span.Dispose();
        }
    }

    private bool Authorize(HttpContext context, string scope)
    {
        var shown = ClientToken.FindInHeader(context.Request)
            ?? throw Unauthorized(context, "Pass an API key as 'Authorization: Bearer <key>'.");
        var key = keys.Find(shown) ?? throw Unauthorized(context, "The API key is not known.");
        context.Features.Set(key);
        if (!key.Scopes.Contains(scope)) throw new ApiException(ErrorCodes.Forbidden, $"The API key lacks the scope '{scope}'.");
        return true;
    }

    private static ApiException Unauthorized(HttpContext context, string detail)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return new ApiException(ErrorCodes.Unauthorized, detail);
    }
}

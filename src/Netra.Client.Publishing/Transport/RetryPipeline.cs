using System.Net;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Netra.Client.Publishing;

/// <summary>
/// What a call goes through, from the outside: the total timeout, retries, the timeout of a try. There is no circuit breaker: a 429 or 503 mostly speaks of one user
/// or one database, and must not stop the calls for others.
/// </summary>
internal sealed class RetryPipeline(NetraPublisherOptions options, TimeProvider time, ILogger logger)
{
    public void Configure(ResiliencePipelineBuilder<HttpResponseMessage> builder)
    {
        builder.TimeProvider = time;
        // The library would log every retry beside our own messages.
        builder.TelemetryListener = null;
        builder.AddTimeout(options.TotalTimeout);
        if (options.MaxRetries > 0) builder.AddRetry(Retries());
        builder.AddTimeout(new TimeoutStrategyOptions
        {
            TimeoutGenerator = args => ValueTask.FromResult(
                args.Context.GetRequestMessage().Get(ApiRequestKeys.IsRepeatable) ? options.AttemptTimeout : options.TotalTimeout),
        });
    }

    private RetryStrategyOptions<HttpResponseMessage> Retries() => new()
    {
        MaxRetryAttempts = options.MaxRetries,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = options.RetryDelay,
        MaxDelay = options.MaxRetryDelay,
        ShouldHandle = args => ShouldRetryAsync(args.Outcome, args.Context),
        DelayGenerator = args => ValueTask.FromResult(RetryAfterHeader.Of(ResponseOf(args.Outcome), time)),
        OnRetry = args =>
        {
            var operation = args.Context.GetRequestMessage().Get(ApiRequestKeys.Operation) ?? "";
            PublisherInstruments.Retries.Add(1, new KeyValuePair<string, object?>(PublisherInstruments.OperationTag, operation));
            PublisherLog.Retrying(logger, operation, args.AttemptNumber + 1, args.RetryDelay, Describe(args.Outcome));
            return ValueTask.CompletedTask;
        },
    };

    private async ValueTask<bool> ShouldRetryAsync(Outcome<HttpResponseMessage> outcome, ResilienceContext context)
    {
        var request = context.GetRequestMessage();
        var isRepeatable = request.Get(ApiRequestKeys.IsRepeatable);
        if (ResponseOf(outcome) is { } response)
        {
            if (!await IsTransientAsync(response, isRepeatable, context.CancellationToken).ConfigureAwait(context.ContinueOnCapturedContext)) return false;
            // A pause that outlasts the call is not begun: the caller learns of the failure at once.
            var elapsed = time.GetElapsedTime(request.Get(ApiRequestKeys.StartedAt));
            return elapsed + (RetryAfterHeader.Of(response, time) ?? TimeSpan.Zero) < options.TotalTimeout;
        }

        return outcome.Exception switch
        {
            HttpRequestException failure => isRepeatable || NothingWasSent(failure),
            TimeoutRejectedException => isRepeatable,
            _ => false,
        };
    }

    private static async ValueTask<bool> IsTransientAsync(HttpResponseMessage response, bool isRepeatable, CancellationToken cancellationToken) => response.StatusCode switch
    {
        // Refused, so not carried out.
        HttpStatusCode.TooManyRequests => true,
        HttpStatusCode.ServiceUnavailable => isRepeatable || await ApiErrors.IsDrainingAsync(response, cancellationToken).ConfigureAwait(false),
        // What proxies answer in the server's place.
        HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout or HttpStatusCode.RequestTimeout => isRepeatable,
        _ => false,
    };

    private static bool NothingWasSent(HttpRequestException failure) => failure.HttpRequestError
        is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;

    private static string Describe(Outcome<HttpResponseMessage> outcome) => ResponseOf(outcome) is { } response
        ? $"status {(int)response.StatusCode}"
        : outcome.Exception is HttpRequestException failure ? failure.HttpRequestError.ToString() : "a timeout";

    private static HttpResponseMessage? ResponseOf(Outcome<HttpResponseMessage> outcome) => outcome is { Result: { } response } ? response : null;
}

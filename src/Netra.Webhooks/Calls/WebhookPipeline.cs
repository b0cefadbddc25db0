using System.Net;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Netra.Webhooks;

/// <summary>
/// What a call goes through, from the outside: the total timeout, retries, the limit of requests at once, the circuit breaker, the timeout of a try.
/// A call that pauses before a retry takes no place, and one that waits for a place tells the circuit nothing.
/// </summary>
internal sealed class WebhookPipeline(WebhookOptions options, WebhookRouteOptions route, TimeProvider time, ILogger<WebhookHandler> logger)
{
    public void Configure(ResiliencePipelineBuilder<HttpResponseMessage> builder)
    {
        builder.TimeProvider = time;
        // The library would log every retry as a warning beside our own messages.
        builder.TelemetryListener = null;
        builder.AddTimeout(route.TotalTimeout);
        if (route.Retries > 0) builder.AddRetry(Retries());
        builder.AddConcurrencyLimiter(options.MaxConcurrentCalls, options.MaxWaitingCalls);
        builder.AddCircuitBreaker(Circuit());
        builder.AddTimeout(route.AttemptTimeout);
    }

    private RetryStrategyOptions<HttpResponseMessage> Retries() => new()
    {
        MaxRetryAttempts = route.Retries,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = route.FirstRetryDelay,
        ShouldHandle = args => ValueTask.FromResult(IsTransient(args.Outcome) && IsInTime(args.Outcome, args.Context)),
        DelayGenerator = args => ValueTask.FromResult(RetryAfterHeader.Of(ResponseOf(args.Outcome), time)),
        OnRetry = args =>
        {
            WebhookLog.Retrying(logger, route.Name, args.AttemptNumber + 1, args.RetryDelay, Describe(args.Outcome));
            return ValueTask.CompletedTask;
        },
    };

    private CircuitBreakerStrategyOptions<HttpResponseMessage> Circuit() => new()
    {
        FailureRatio = options.CircuitFailureRatio,
        MinimumThroughput = options.CircuitMinimumTries,
        SamplingDuration = options.CircuitSamplingTime,
        BreakDuration = options.CircuitBreakTime,
        ShouldHandle = args => ValueTask.FromResult(IsTransient(args.Outcome) || IsCutByTotalTimeout(args.Outcome.Exception, args.Context)),
        OnOpened = args =>
        {
            WebhookLog.CircuitOpened(logger, route.Name, args.BreakDuration);
            return ValueTask.CompletedTask;
        },
        OnClosed = _ =>
        {
            WebhookLog.CircuitClosed(logger, route.Name);
            return ValueTask.CompletedTask;
        },
    };

    /// <summary>Whether another try may end otherwise.</summary>
    private static bool IsTransient(Outcome<HttpResponseMessage> outcome) =>
        ResponseOf(outcome) is { } response ? IsTransient(response.StatusCode) : outcome.Exception is HttpRequestException or TimeoutRejectedException;

    /// <summary>Whether a status asks for another try.</summary>
    public static bool IsTransient(HttpStatusCode status) =>
        (int)status is >= 500 or (int)HttpStatusCode.RequestTimeout or 425 or (int)HttpStatusCode.TooManyRequests;

    /// <summary>A pause that outlasts the call is not begun: the caller learns of the failure at once.</summary>
    private bool IsInTime(Outcome<HttpResponseMessage> outcome, ResilienceContext context) =>
        RetryAfterHeader.Of(ResponseOf(outcome), time) is not { } wait || time.GetElapsedTime(WebhookCall.Of(context.GetRequestMessage()).StartedAt) + wait < route.TotalTimeout;

    private static bool IsCutByTotalTimeout(Exception? exception, ResilienceContext context) =>
        exception is OperationCanceledException && !WebhookCall.Of(context.GetRequestMessage()).IsStopped;

    private static string Describe(Outcome<HttpResponseMessage> outcome) => ResponseOf(outcome) is { } response
        ? $"status {(int)response.StatusCode}"
        : outcome.Exception is HttpRequestException failure ? failure.HttpRequestError.ToString() : "a timeout";

    private static HttpResponseMessage? ResponseOf(Outcome<HttpResponseMessage> outcome) => outcome is { Result: { } response } ? response : null;
}

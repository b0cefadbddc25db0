using System.Net;
using Netra.Abstractions;
using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Timeout;

namespace Netra.Webhooks;

/// <summary>Makes the calls of one route, and says in one way how they end.</summary>
internal sealed class WebhookClient(WebhookRouteOptions route, HttpClient http, TimeProvider time)
{
    private readonly Uri _url = new(route.Url);

    /// <summary>The name of a route's <see cref="HttpClient"/>, under which an application can configure it further.</summary>
    public static string HttpClientName(string route) => $"netra-webhook-{route}";

    public WebhookCall NewCall(IMessageContext context, CancellationToken cancellationToken) => new(context, time.GetTimestamp(), cancellationToken);

    /// <summary>Sends the message, again where that helps, and reads the answer.</summary>
    /// <exception cref="WebhookFailedException">It failed for good.</exception>
    /// <exception cref="MessageRejectedException">The endpoint says that the message is wrong.</exception>
    public async Task<WebhookAnswer> SendAsync(WebhookCall call, CancellationToken cancellationToken)
    {
        using var request = call.NewRequest(_url);
        using var response = await SendAsync(request, cancellationToken);
        var status = (int)response.StatusCode;
        if (response.IsSuccessStatusCode) return WebhookAnswerReader.Read(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        if (response.StatusCode == HttpStatusCode.UnprocessableEntity)
            throw WebhookRejectionReader.Read(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        throw WebhookPipeline.IsTransient(response.StatusCode)
            ? new WebhookFailedException(WebhookOutcome.Unavailable, $"status {status}")
            : new WebhookFailedException(WebhookOutcome.Refused, status is >= 300 and < 400 ? $"status {status}; redirects are not followed" : $"status {status}");
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (TimeoutRejectedException exception)
        {
            var limit = exception.Timeout == route.TotalTimeout ? nameof(route.TotalTimeout) : nameof(route.AttemptTimeout);
            throw new WebhookFailedException(WebhookOutcome.TimedOut, $"no whole answer within {limit} ({exception.Timeout})", exception);
        }
        catch (BrokenCircuitException exception)
        {
            throw new WebhookFailedException(WebhookOutcome.CircuitOpen, "the circuit is open after many failures", exception);
        }
        catch (RateLimiterRejectedException exception)
        {
            throw new WebhookFailedException(WebhookOutcome.Overloaded, "MaxConcurrentCalls are under way and MaxWaitingCalls wait", exception);
        }
        catch (HttpRequestException exception)
        {
            throw new WebhookFailedException(WebhookOutcome.Unreachable, $"{exception.HttpRequestError}: {exception.Message}", exception);
        }
    }
}

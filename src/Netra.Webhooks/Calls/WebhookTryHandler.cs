using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Netra.Abstractions;

namespace Netra.Webhooks;

/// <summary>
/// One try of a call, innermost in the pipeline: signs the request with the time of this try, and reads an answer that counts to its end, so that the
/// timeout of a try covers a body that drips.
/// </summary>
internal sealed class WebhookTryHandler(WebhookRouteOptions route, TimeProvider time) : DelegatingHandler
{
    private static readonly ProductInfoHeaderValue UserAgent = new("Netra-Webhooks", "1");
    private static readonly MediaTypeHeaderValue JsonType = new("application/json");

    private readonly WebhookSigner _signer = new(route.Secrets);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var call = WebhookCall.Of(request);
        call.Tries++;
        Prepare(request, call);
        var response = await base.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode && response.StatusCode != HttpStatusCode.UnprocessableEntity) return response;

        try
        {
            await response.Content.LoadIntoBufferAsync(route.MaxAnswerBytes, cancellationToken);
            return response;
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            response.Dispose();
            throw new WebhookFailedException(WebhookOutcome.InvalidAnswer, $"the answer has more than the {route.MaxAnswerBytes} bytes of MaxAnswerBytes");
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    /// <summary>Makes body and headers anew, for the tries of a call share their request.</summary>
    private void Prepare(HttpRequestMessage request, WebhookCall call)
    {
        var body = WebhookRequestBody.Write(call, route);
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        request.Content = new ByteArrayContent(body) { Headers = { ContentType = JsonType } };
        request.Headers.Clear();
        request.Headers.UserAgent.Add(UserAgent);
        request.Headers.Add("webhook-id", call.Id);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.Add("webhook-signature", _signer.Sign(call.Id, timestamp, body));
        // Not left to the HTTP client, which would name a span of its own that nobody records.
        if (TraceContext.Of(NetraTracing.Current) is not { } trace) return;
        request.Headers.TryAddWithoutValidation("traceparent", trace.Parent);
        if (trace.State is { } state) request.Headers.TryAddWithoutValidation("tracestate", state);
    }
}

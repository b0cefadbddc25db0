using Microsoft.Extensions.Logging;
using Netra.Abstractions;

namespace Netra.Webhooks;

/// <summary>
/// Hands messages of clients to a route's endpoint and carries out what it answers. A call that fails for good throws, so that the message is treated
/// like one of any handler that failed: tried again in the background, and kept as a dead letter in the end.
/// </summary>
internal sealed class WebhookHandler(
    string route, WebhookClient client, WebhookInstruments instruments, TimeProvider time, ILogger<WebhookHandler> logger) : IMessageHandler
{
    public async Task HandleAsync(IMessageContext context, CancellationToken cancellationToken)
    {
        var call = client.NewCall(context, cancellationToken);
        var outcome = WebhookOutcome.Error;
        try
        {
            var answer = await client.SendAsync(call, cancellationToken);
            answer.ApplyTo(context);
            outcome = WebhookOutcome.Succeeded;
            WebhookLog.Succeeded(logger, route, call.Tries);
        }
        catch (MessageRejectedException)
        {
            outcome = WebhookOutcome.Rejected;
            WebhookLog.Rejected(logger, route);
            throw;
        }
        catch (WebhookFailedException exception)
        {
            outcome = exception.Outcome;
            LogFailure(call, exception);
            throw;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            outcome = WebhookOutcome.Cancelled;
            throw;
        }
        finally
        {
            instruments.Record(route, outcome, time.GetElapsedTime(call.StartedAt));
        }
    }

    /// <summary>While a circuit is open every message fails; that it opened was a warning already.</summary>
    private void LogFailure(WebhookCall call, WebhookFailedException exception)
    {
        var outcome = exception.Outcome.TagName();
        if (exception.Outcome == WebhookOutcome.CircuitOpen) WebhookLog.NotCalled(logger, route, outcome, exception.Message);
        else WebhookLog.Failed(logger, route, call.Tries, outcome, exception.Message);
    }
}

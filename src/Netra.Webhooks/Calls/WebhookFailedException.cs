namespace Netra.Webhooks;

/// <summary>A call failed for good. Its message says what was wrong and where, without a secret, a payload or an answer's content.</summary>
internal sealed class WebhookFailedException(WebhookOutcome outcome, string message, Exception? inner = null) : Exception(message, inner)
{
    public WebhookOutcome Outcome { get; } = outcome;
}

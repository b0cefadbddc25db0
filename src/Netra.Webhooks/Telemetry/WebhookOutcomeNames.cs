namespace Netra.Webhooks;

/// <summary>The names of <see cref="WebhookOutcome"/> in metrics and logs.</summary>
internal static class WebhookOutcomeNames
{
    public static string TagName(this WebhookOutcome outcome) => outcome switch
    {
        WebhookOutcome.Succeeded => "succeeded",
        WebhookOutcome.Rejected => "rejected",
        WebhookOutcome.Refused => "refused",
        WebhookOutcome.Unavailable => "unavailable",
        WebhookOutcome.TimedOut => "timed_out",
        WebhookOutcome.Unreachable => "unreachable",
        WebhookOutcome.CircuitOpen => "circuit_open",
        WebhookOutcome.Overloaded => "overloaded",
        WebhookOutcome.InvalidAnswer => "invalid_answer",
        WebhookOutcome.Cancelled => "cancelled",
        WebhookOutcome.Error => "error",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Not an outcome."),
    };
}

using System.Diagnostics;
using Netra.Abstractions;

namespace Netra.Gateway;

/// <summary>What a client sent, on its way to its user's grain.</summary>
/// <param name="Item">What it is.</param>
/// <param name="Span">Its span, until it is answered; null where nothing is recorded.</param>
internal readonly record struct InboundItem(SubmittedItem Item, Activity? Span)
{
    /// <summary>Ends the span.</summary>
    /// <param name="failure">Why it was not done; null when it was.</param>
    public void End(string? failure)
    {
        if (failure is not null) NetraTracing.Fail(Span, failure);
        NetraTracing.EndDetached(Span);
    }
}

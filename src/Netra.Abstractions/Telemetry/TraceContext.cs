using System.Diagnostics;

namespace Netra.Abstractions;

/// <summary>A span of a trace that is recorded. It travels with what the trace is of; where it is null, which is nearly always, nothing is recorded.</summary>
/// <param name="Parent">As W3C's <c>traceparent</c>: <c>00-</c>, the trace, the span, and the flags, sampled.</param>
/// <param name="State">As W3C's <c>tracestate</c>; null without one.</param>
[GenerateSerializer, Alias("netra.trace_context"), Immutable]
public sealed record TraceContext([property: Id(0)] string Parent, [property: Id(1)] string? State = null)
{
    /// <summary>That of a span; null when it is none, or is not recorded.</summary>
    public static TraceContext? Of(Activity? span) =>
        span is { Recorded: true, IdFormat: ActivityIdFormat.W3C, Id: { } id } ? new TraceContext(id, span.TraceStateString) : null;

    /// <summary>The same for the runtime; the default when it is malformed.</summary>
    internal ActivityContext ToActivityContext() => ActivityContext.TryParse(Parent, State, isRemote: true, out var context) ? context : default;
}

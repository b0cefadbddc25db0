using System.Diagnostics;
using Netra.Abstractions;

namespace Netra.Gateway;

/// <summary>
/// The spans of the way from a silo to this gateway. Recorded here when it is over: where nothing arrives there is nothing to record, and the batches in between need not
/// know of them.
/// </summary>
internal static class PushSpans
{
    /// <summary>Records the way of a push that has arrived. What it is answered with belongs to those spans.</summary>
    /// <remarks>They begin by the clock of the user's silo; one that would end before that lasts nothing.</remarks>
    public static UserPush Record(UserPush push)
    {
        // Frames beside the log come without a time.
        return push.Traces is { } traces && push.DurableAtUs != 0 && NetraTracing.Source.HasListeners() ? Record(push, traces) : push;
    }

    private static UserPush Record(UserPush push, FrameTrace[] traces) => push with { Traces = Array.ConvertAll(traces, trace => Record(push, trace)) };

    private static FrameTrace Record(UserPush push, FrameTrace trace)
    {
        var span = NetraTracing.BeginDetached(
            "netra.push", ActivityKind.Consumer, trace.Context.ToActivityContext(), DateTimeOffset.UnixEpoch.AddTicks(push.DurableAtUs * TimeSpan.TicksPerMicrosecond));
        span?.SetTag("messaging.system", "netra")
            .SetTag("messaging.operation.name", "push")
            .SetTag("messaging.operation.type", "receive")
            .SetTag("messaging.batch.message_count", trace.Count)
            .SetTag("netra.seq", trace.LastSeq)
            .SetTag("user.id", push.User.Value);
        var context = TraceContext.Of(span);
        NetraTracing.EndDetached(span);
        return context is null ? trace : trace with { Context = context };
    }
}

using System.Diagnostics;
using Netra.Abstractions;

namespace Netra.Grains;

/// <summary>The span of one change on its way to storage.</summary>
/// <param name="Span">The span.</param>
/// <param name="FirstSeq">The seq of the change's first frame.</param>
/// <param name="Count">How many frames it has; may be 0.</param>
internal sealed record CommitSpan(Activity Span, long FirstSeq, int Count)
{
    /// <summary>For what happens now; null where nothing is recorded.</summary>
    public static CommitSpan? Begin(Activity current, long firstSeq, int count)
    {
        if (NetraTracing.BeginDetached("netra.commit", ActivityKind.Internal, current.Context) is not { } span) return null;
        if (count > 0) span.SetTag("netra.seq", firstSeq + count - 1);
        return new CommitSpan(span, firstSeq, count);
    }

    /// <summary>It is durable.</summary>
    /// <param name="groupSize">How many commits were written with it; 0 when storage does not say.</param>
    public void Succeed(int groupSize)
    {
        if (groupSize > 0) Span.SetTag("netra.commit.group_size", groupSize);
        NetraTracing.EndDetached(Span);
    }

    public void Fail(Exception exception)
    {
        NetraTracing.Fail(Span, exception);
        NetraTracing.EndDetached(Span);
    }

    /// <summary>What the delivery of its frames belongs to.</summary>
    public FrameTrace ToFrameTrace() => new(FirstSeq, Count, TraceContext.Of(Span)!);
}

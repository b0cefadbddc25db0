namespace Netra.Abstractions;

/// <summary>The trace of frames that were accepted together.</summary>
/// <param name="FirstSeq">The seq of the first; 0 for frames beside the log.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Context">The span that their delivery belongs to.</param>
[GenerateSerializer, Alias("netra.frame_trace"), Immutable]
public sealed record FrameTrace([property: Id(0)] long FirstSeq, [property: Id(1)] int Count, [property: Id(2)] TraceContext Context)
{
    /// <summary>The seq of the last.</summary>
    internal long LastSeq => FirstSeq + Count - 1;
}

namespace Netra.Protocol;

/// <summary>What was wrong with an input, and what was expected: the payload of an <c>error</c> frame (protocol section 6).</summary>
/// <param name="Code">The entry of the catalogue.</param>
/// <param name="Message">For people. Names no type, path or member of the server's code, and never a token.</param>
public sealed record FrameError(ErrorCode Code, string Message)
{
    /// <summary>The <c>id</c> of the frame or message that this is about, when it had a valid one.</summary>
    public string? Ref { get; init; }

    /// <summary>After how many milliseconds another try makes sense; null when time alone changes nothing.</summary>
    public long? RetryAfterMs { get; init; }

    /// <summary>Where the fault is; null is written as an empty object.</summary>
    public FrameErrorDetails? Details { get; init; }
}

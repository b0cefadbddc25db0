namespace Netra.Abstractions;

/// <summary>Which messages are traced. Read at start. With both of the first two at 0 nothing is.</summary>
public sealed class TracingOptions
{
    /// <summary>Of calls and messages that come without a <c>traceparent</c>, the part of which a trace is recorded: from 0, none, to 1, all.</summary>
    public double SampleRatio { get; set; } = 0.001;

    /// <summary>
    /// How many traces a second are recorded because the caller's <c>traceparent</c> asks for it: so many of calls of the server API, and as many of messages of
    /// clients, in each gateway. As many spans of replays are recorded. 0: none.
    /// </summary>
    public int CallerTracesPerSecond { get; set; } = 100;

    /// <summary>Of how many traced messages, of all users of a silo, it is remembered which trace was theirs, so that their replays can be linked to it.</summary>
    public int RememberedMessages { get; set; } = 4096;
}

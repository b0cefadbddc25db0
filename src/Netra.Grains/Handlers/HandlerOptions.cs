namespace Netra.Grains;

/// <summary>Bounds of an application's handlers (protocol section 2.2). Checked once, at start.</summary>
public sealed class HandlerOptions
{
    /// <summary>
    /// How long a call with messages of a connection goes on to its next message. Then it answers for those that are done, and the gateway sends
    /// the rest again.
    /// </summary>
    public TimeSpan SubmitBudget { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How many messages of a user may wait for the handler before theirs; beyond it they are refused with <c>queue_full</c>.</summary>
    public int MaxWaitingMessages { get; set; } = 64;

    /// <summary>How long a message waits for the handler before its own; then it is refused with <c>queue_full</c>.</summary>
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>The largest payload that a handler may publish, and the largest change of the state that it may ask for, in bytes of UTF-8.</summary>
    public int MaxMessageBytes { get; set; } = 262_144;

    /// <summary>How many messages one run of a handler may publish when it returns.</summary>
    public int MaxEffects { get; set; } = 1_000;

    /// <summary>
    /// How often a handler runs again because the state was changed under it, before that counts as a failed try.
    /// </summary>
    public int MaxVoidRuns { get; set; } = 10;
}

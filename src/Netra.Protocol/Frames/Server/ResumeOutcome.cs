namespace Netra.Protocol;

/// <summary>How a connection goes on from the position that it asked for (protocol sections 2.1 and 2.2).</summary>
/// <param name="Resumed">Whether <c>last_seq</c> was given and honoured.</param>
/// <param name="ReplayFrom">The first frame of the replay; null when there is nothing to replay.</param>
/// <param name="ReplayTo">The last frame of the replay; null when there is nothing to replay.</param>
/// <param name="ResetReason">Why the position was not honoured; null when it was, or when there was none.</param>
public readonly record struct ResumeOutcome(bool Resumed, long? ReplayFrom, long? ReplayTo, ResetReason? ResetReason);

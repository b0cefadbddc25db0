namespace Netra.Faults;

/// <summary>One try to have something accepted, whichever way, and what came of it.</summary>
/// <param name="SentAtMs">When it was sent.</param>
/// <param name="AtMs">When its answer came.</param>
/// <param name="Outcome">The answer.</param>
/// <param name="Seq">The seq that the answer gave.</param>
internal sealed record Attempt(long SentAtMs, long AtMs, Outcome Outcome, long? Seq);

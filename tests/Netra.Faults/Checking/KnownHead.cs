namespace Netra.Faults;

/// <summary>Something that says how far a user's log reaches at least.</summary>
/// <param name="Seq">The seq that it has.</param>
/// <param name="AtMs">When that was known.</param>
/// <param name="Why">How it was known.</param>
/// <param name="Id">The message that it is about.</param>
internal sealed record KnownHead(long Seq, long AtMs, string Why, string? Id = null);

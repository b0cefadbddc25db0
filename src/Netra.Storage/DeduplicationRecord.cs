namespace Netra.Storage;

/// <summary>That a message was accepted.</summary>
/// <param name="Key">Its id.</param>
/// <param name="Seq">The seq that it was answered with; 0 when none was.</param>
/// <param name="AtMs">When, Unix milliseconds.</param>
public readonly record struct DeduplicationRecord(DeduplicationKey Key, long Seq, long AtMs);

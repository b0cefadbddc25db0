namespace Netra.Client;

/// <summary>Messages that will not come.</summary>
/// <param name="From">The first seq.</param>
/// <param name="To">The last seq.</param>
/// <param name="Reason"><c>expired</c>, <c>overflow</c> (they fell to a limit), <c>revoked</c>, or <c>gap</c> (they are missing).</param>
public sealed record SkippedMessages(long From, long To, string Reason);

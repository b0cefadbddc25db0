namespace Netra.Client;

/// <summary>The server did not honour the position of this client (protocol section 2.1).</summary>
/// <param name="Reason"><c>retention</c>, <c>epoch_changed</c> or <c>ahead</c>.</param>
/// <param name="From">The first seq that is lost; null where that is not known.</param>
/// <param name="To">The last seq that is lost; null where that is not known.</param>
public sealed record PositionReset(string Reason, long? From, long? To);

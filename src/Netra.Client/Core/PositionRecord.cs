namespace Netra.Client;

/// <summary>Where a client goes on, as it is kept (docs/client.md, section 10).</summary>
/// <param name="UserId">Whose position it is.</param>
/// <param name="Epoch">The epoch in which the seqs mean something.</param>
/// <param name="LastSeq">Everything up to here is handled.</param>
/// <param name="Early">Seqs above it that came ahead of their turn and are handled, in their order.</param>
internal sealed record PositionRecord(string? UserId, string Epoch, long LastSeq, IReadOnlyList<long> Early)
{
    public bool Equals(PositionRecord? other) =>
        other is not null && UserId == other.UserId && Epoch == other.Epoch && LastSeq == other.LastSeq && Early.SequenceEqual(other.Early);

    public override int GetHashCode() => HashCode.Combine(UserId, Epoch, LastSeq, Early.Count);
}

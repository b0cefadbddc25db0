using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Grains;

/// <summary>Some messages of one user that one sender sent and one commit made durable.</summary>
/// <param name="User">The user.</param>
/// <param name="Epoch">The history that the seqs count in.</param>
/// <param name="FirstSeq">The first message.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Origin">Who sent them.</param>
/// <param name="AcceptedAtMs">When they were accepted, Unix milliseconds.</param>
/// <param name="DurableAtMs">When they were known to be durable, Unix milliseconds.</param>
/// <param name="Gateways">The gateways that they were pushed to. Shared, and never written to.</param>
internal readonly record struct TrailEntry(
    UserId User, Epoch Epoch, long FirstSeq, int Count, MessageOrigin Origin, long AcceptedAtMs, long DurableAtMs, SiloAddress[] Gateways)
{
    public bool Has(in UserId user, in Epoch epoch, long seq) =>
        seq >= FirstSeq && seq - FirstSeq < Count && User == user && Epoch == epoch;
}

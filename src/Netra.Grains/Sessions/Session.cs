using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains;

/// <summary>A session in memory (protocol section 2.1).</summary>
/// <param name="Record">What is, or will be, on storage.</param>
/// <param name="StagedAckedSeq">The highest acknowledged position that is on its way to storage. It shows nowhere before it is there.</param>
/// <param name="IsStored">Whether storage knows of it: a made-up session is stored with its first acknowledgement.</param>
internal readonly record struct Session(SessionRecord Record, bool IsStored, long StagedAckedSeq = 0)
{
    public ClientId ClientId => Record.ClientId;
}

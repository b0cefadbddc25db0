using Netra.Storage;

namespace Netra.Grains;

/// <summary>What a revocation changes of a user's refused tokens.</summary>
internal sealed record TokenChange
{
    /// <summary>Tokens of this second or before are refused, Unix seconds; 0: as before.</summary>
    public long RevokedUpToS { get; init; }

    /// <summary>The one token to refuse.</summary>
    public RevokedTokenRecord? Write { get; init; }

    /// <summary>Expired ones that are forgotten for it. Never that one.</summary>
    public IReadOnlyList<string> Forget { get; init; } = [];

    /// <summary>By how much the number of remembered tokens grows.</summary>
    public int CountChange { get; init; }
}

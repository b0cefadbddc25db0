using Netra.Storage;

namespace Netra.Grains;

/// <summary>What a revocation changes of a user's refused tokens.</summary>
internal sealed record TokenChange
{
    /// <summary>Tokens of this second or before are refused, Unix seconds; 0: as before.</summary>
    public long RevokedUpToS { get; init; }

    /// <summary>The one token to refuse.</summary>
    public RevokedTokenRecord? Write { get; init; }

    /// <summary>When that was asked for, Unix milliseconds.</summary>
    public long WrittenAtMs { get; init; }

    /// <summary>Others that need not be remembered any more. Never that one.</summary>
    public IReadOnlyList<string> Forget { get; init; } = [];

    /// <summary>By how much the number of remembered tokens grows.</summary>
    public int CountChange { get; init; }
}

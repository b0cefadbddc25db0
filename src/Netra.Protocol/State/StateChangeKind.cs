namespace Netra.Protocol;

/// <summary>The ways to say a change of the state (protocol section 5).</summary>
public enum StateChangeKind : byte
{
    /// <summary><c>patch</c>: an RFC 7396 merge patch, a JSON object.</summary>
    Patch = 1,

    /// <summary><c>ops</c>: an RFC 6902 JSON Patch, an array.</summary>
    Ops = 2,

    /// <summary><c>updates</c>: dotted paths, each set to a value; a JSON object.</summary>
    Updates = 3,
}

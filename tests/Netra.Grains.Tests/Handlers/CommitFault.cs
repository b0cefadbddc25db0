namespace Netra.Grains.Tests;

/// <summary>What happens to a commit.</summary>
internal enum CommitFault
{
    None,

    /// <summary>It is lost.</summary>
    BeforeWrite,

    /// <summary>It is written, and nobody is told.</summary>
    AfterWrite,
}

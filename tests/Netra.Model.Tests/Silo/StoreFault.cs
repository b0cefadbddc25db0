namespace Netra.Model.Tests;

/// <summary>How a commit fails.</summary>
internal enum StoreFault
{
    None,

    /// <summary>Nothing is written.</summary>
    Before,

    /// <summary>All is written, and the answer is lost.</summary>
    After,
}

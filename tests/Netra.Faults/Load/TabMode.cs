namespace Netra.Faults;

/// <summary>What a tab remembers when it comes back.</summary>
internal enum TabMode
{
    /// <summary>Its position, and passes it.</summary>
    Resuming,

    /// <summary>Its name alone: the server knows what it acknowledged.</summary>
    Session,

    /// <summary>Nothing: each time it is a new tab.</summary>
    Forgetful,
}

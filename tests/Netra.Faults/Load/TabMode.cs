namespace Netra.Faults;

/// <summary>What a tab remembers when it comes back.</summary>
internal enum TabMode
{
    /// <summary>Its position, and passes it.</summary>
    Resuming,

    /// <summary>Its position, and passes it, but has no name.</summary>
    Nameless,

    /// <summary>Its position, and has no name either: it begins with what is new, and asks by a <c>resume</c> frame for what it missed.</summary>
    Asking,

    /// <summary>Its name alone: the server knows what it acknowledged.</summary>
    Session,

    /// <summary>Nothing: each time it is a new tab.</summary>
    Forgetful,
}

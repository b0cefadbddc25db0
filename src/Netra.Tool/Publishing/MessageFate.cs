namespace Netra.Tool;

/// <summary>What became of a message of a file.</summary>
internal enum MessageFate
{
    /// <summary>It is accepted.</summary>
    Published,

    /// <summary>A message with its id was accepted before.</summary>
    AlreadyThere,

    /// <summary>It is not accepted.</summary>
    Failed,

    /// <summary>It was sent, and no answer says what became of it.</summary>
    Unknown,

    /// <summary>It was read, and the command ended before it was sent.</summary>
    NotSent,
}

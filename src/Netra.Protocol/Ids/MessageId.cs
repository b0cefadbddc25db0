namespace Netra.Protocol;

/// <summary>The rules of a message's <c>id</c> (protocol section 2): chosen by its sender, or made here when the sender chose none.</summary>
public static class MessageId
{
    /// <summary>The longest id, in UTF-16 code units.</summary>
    public const int MaxLength = 128;

    /// <summary>Whether a sender may use this id.</summary>
    public static bool IsValid(string text) => text.Length is >= 1 and <= MaxLength;

    /// <summary>An id that no message has had, ordered by time.</summary>
    public static string NewId() => Guid.CreateVersion7().ToString("n");
}

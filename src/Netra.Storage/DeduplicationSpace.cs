namespace Netra.Storage;

/// <summary>Whose ids a deduplication record counts in: the same id in two spaces is two messages (protocol section 2.2).</summary>
public enum DeduplicationSpace : byte
{
    /// <summary>Ids of the user's clients.</summary>
    Client = 1,

    /// <summary>Ids of publishers.</summary>
    Publisher = 2,

    /// <summary>Ids that another user's outbox made.</summary>
    Outbox = 3,
}

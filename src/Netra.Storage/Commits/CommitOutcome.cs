namespace Netra.Storage;

/// <summary>How a commit ended. A failure of storage is an exception, not an outcome.</summary>
public enum CommitOutcome
{
    /// <summary>It is on durable storage.</summary>
    Committed,

    /// <summary>Another writer was first: nothing of it was written. The writer must load anew.</summary>
    Conflict,
}

namespace Netra.Storage;

/// <summary>How a commit ended. A failure of storage is an exception, not an outcome.</summary>
public enum CommitOutcome
{
    /// <summary>It is on durable storage.</summary>
    Committed,

    /// <summary>Another writer was first: nothing of it was written. The writer must load anew.</summary>
    Conflict,

    /// <summary>
    /// A retained frame that the commit copies or erases is missing or damaged: nothing of it was written. Only a backend says this;
    /// <see cref="IUserLog.CommitAsync"/> throws <see cref="StorageDamagedException"/> for it.
    /// </summary>
    Damaged,

    /// <summary>
    /// Storage could not write it now, for a reason that other commits of its group need not share: nothing of it was written. Only a backend says this;
    /// <see cref="IUserLog.CommitAsync"/> throws <see cref="StorageUnavailableException"/> for it.
    /// </summary>
    Unavailable,
}

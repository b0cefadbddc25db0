namespace Netra.Abstractions;

/// <summary>The commits that this process remembers. Thread-safe.</summary>
public interface ICommitMemory
{
    /// <summary>The commit that a message came with, and since when commits of its user are remembered, Unix milliseconds.</summary>
    (CommitTrace? Commit, long SinceMs) Recall(RecallRequest request);
}

namespace Netra.Storage;

/// <summary>The bounds of a silo's user log. Checked once, at start.</summary>
public sealed class UserLogOptions
{
    /// <summary>
    /// How many commits may be queued behind those that are being written; further ones wait for a place. Of a store with several lanes, each has an
    /// equal share of this and of <see cref="MaxQueuedBytes"/>.
    /// </summary>
    public int MaxQueuedCommits { get; set; } = 16_384;

    /// <summary>How many bytes the queued commits may have; a commit that is larger alone is queued when nothing else is.</summary>
    public long MaxQueuedBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>The most commits that are written with one flush.</summary>
    public int MaxGroupCommits { get; set; } = 4_096;

    /// <summary>The most bytes that are written with one flush; a commit that is larger alone is a group of its own.</summary>
    public long MaxGroupBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>How long a commit may take in all: waiting for a place, in the queue and being written.</summary>
    public TimeSpan CommitTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long closing waits for what is queued to be written, before the rest fails.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(10);
}

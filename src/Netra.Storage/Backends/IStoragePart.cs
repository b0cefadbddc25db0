namespace Netra.Storage;

/// <summary>A part of a store that can fail alone, such as one of several databases. Thread-safe.</summary>
public interface IStoragePart
{
    /// <summary>Its name, for an operator.</summary>
    string Name { get; }

    /// <summary>Asks whether it serves, by a way of its own: not behind the reads and commits that wait, so that what is only busy does serve.</summary>
    /// <exception cref="StorageUnavailableException">It does not; says why.</exception>
    Task ProbeAsync(CancellationToken cancellationToken);
}

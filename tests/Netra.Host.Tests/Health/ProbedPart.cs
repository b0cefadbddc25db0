using Netra.Storage;

namespace Netra.Host.Tests;

/// <summary>A part of a store that answers as the test says.</summary>
internal sealed class ProbedPart(string name, Task answer) : IStoragePart
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="name">Its name.</param>
    /// <param name="fault">What is wrong with it; null when nothing is.</param>
    public ProbedPart(string name, string? fault = null)
        : this(name, fault is null ? Task.CompletedTask : Task.FromException(new StorageUnavailableException(fault)))
    {
    }

    public string Name => name;

    /// <summary>Ends when it is asked.</summary>
    public Task Asked => _asked.Task;

    public Task ProbeAsync(CancellationToken cancellationToken)
    {
        _asked.TrySetResult();
        return answer;
    }
}

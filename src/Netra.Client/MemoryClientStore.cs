using System.Collections.Concurrent;

namespace Netra.Client;

/// <summary>Keeps it in memory: over a new <see cref="NetraClient"/>, not over a new process. Thread-safe.</summary>
public sealed class MemoryClientStore : IClientStore
{
    private readonly ConcurrentDictionary<string, string> _values = new();

    /// <inheritdoc/>
    public ValueTask<string?> ReadAsync(string key, CancellationToken cancellationToken) => ValueTask.FromResult(_values.GetValueOrDefault(key));

    /// <inheritdoc/>
    public ValueTask WriteAsync(string key, string value, CancellationToken cancellationToken)
    {
        _values[key] = value;
        return ValueTask.CompletedTask;
    }
}

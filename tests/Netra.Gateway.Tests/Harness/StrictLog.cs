using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Netra.Gateway.Tests;

/// <summary>Keeps what is logged. A test that did not expect an Error fails with it.</summary>
internal sealed class StrictLog
{
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly ConcurrentQueue<string> _entries = new();

    /// <summary>Every entry, as text.</summary>
    public IReadOnlyCollection<string> Entries => _entries;

    public ILogger<T> For<T>() => new StrictLogger<T>(this);

    public void Add(LogLevel level, string text, Exception? exception)
    {
        _entries.Enqueue(text);
        if (level >= LogLevel.Error) _errors.Enqueue($"{text}: {exception}");
    }

    public void AssertNoErrors() => Assert.Empty(_errors);
}

using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Netra.Cluster.Tests;

/// <summary>Keeps what the product logs as Error or Critical: whatever a test does not expect is a defect.</summary>
internal sealed class ErrorCollector : ILoggerProvider
{
    public ConcurrentQueue<(LogLevel Level, string Text)> Entries { get; } = new();

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void AssertNone()
    {
        // Assert.Empty would show the beginning of the first one.
        if (!Entries.IsEmpty) Assert.Fail(string.Join('\n', Entries.Select(entry => entry.Text)));
    }

    /// <summary>Takes the errors that a test provoked: there are some, and each says <paramref name="part"/>.</summary>
    public void TakeExpected(string part)
    {
        Assert.NotEmpty(Entries);
        Assert.All(Entries, entry => Assert.Contains(part, entry.Text, StringComparison.Ordinal));
        Entries.Clear();
    }

    public void Dispose()
    {
    }

    private sealed class Logger(ErrorCollector collector, string category) : ILogger
    {
        private readonly bool _isOurs = category.StartsWith("Netra.", StringComparison.Ordinal);

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => _isOurs && logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) collector.Entries.Enqueue((logLevel, $"{category}: {formatter(state, exception)} {exception}"));
        }
    }
}

using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Netra.Grains.Tests;

/// <summary>Keeps what the product logs.</summary>
internal sealed class LogCollector : ILoggerProvider
{
    public ConcurrentQueue<(EventId Event, LogLevel Level, string Text, Exception? Exception)> Entries { get; } = new();

    public ILogger CreateLogger(string categoryName) => new Logger(this);

    public void Dispose()
    {
    }

    private sealed class Logger(LogCollector collector) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            collector.Entries.Enqueue((eventId, logLevel, formatter(state, exception), exception));
    }
}

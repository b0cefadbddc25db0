using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Netra.Webhooks.Tests;

/// <summary>Keeps everything that anybody logs, down to Trace, with all that a log sink could write of it.</summary>
internal sealed class KeptLog : ILoggerProvider
{
    private readonly ConcurrentQueue<(int Id, LogLevel Level, string Text)> _entries = new();

    public IReadOnlyCollection<(int Id, LogLevel Level, string Text)> Entries => _entries;

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public string Single(int id) => Assert.Single(_entries, entry => entry.Id == id).Text;

    public void Dispose()
    {
    }

    private sealed class Logger(KeptLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var values = state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(';', pairs) : "";
            log._entries.Enqueue((eventId.Id, logLevel, $"{category}: {formatter(state, exception)} {exception} {values}"));
        }
    }
}

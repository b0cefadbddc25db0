using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Netra.Storage.PostgreSql.Tests;

/// <summary>Keeps the ids of the events that the backend logs.</summary>
internal sealed class RecordingLogger : ILogger<PostgreSqlBackend>
{
    private readonly ConcurrentQueue<int> _events = new();

    public int Count(int eventId) => _events.Count(id => id == eventId);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _events.Enqueue(eventId.Id);
}

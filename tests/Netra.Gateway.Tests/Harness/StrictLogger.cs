using Microsoft.Extensions.Logging;

namespace Netra.Gateway.Tests;

internal sealed class StrictLogger<T>(StrictLog log) : ILogger<T>
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        log.Add(logLevel, formatter(state, exception), exception);
}

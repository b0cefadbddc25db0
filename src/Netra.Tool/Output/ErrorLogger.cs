using Microsoft.Extensions.Logging;

namespace Netra.Tool;

/// <summary>Writes one category to standard error.</summary>
internal sealed class ErrorLogger(TextWriter error, string category) : ILogger
{
    private static readonly Lock Gate = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information && category.StartsWith("Netra.", StringComparison.Ordinal);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        var line = formatter(state, exception);
        lock (Gate) error.WriteLine(Printable.Of(exception is null ? line : $"{line}: {exception.Message}"));
    }
}

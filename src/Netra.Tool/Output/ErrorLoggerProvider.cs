using Microsoft.Extensions.Logging;

namespace Netra.Tool;

/// <summary>Writes what Netra's clients log to standard error, a line each.</summary>
internal sealed class ErrorLoggerProvider(TextWriter error) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new ErrorLogger(error, categoryName);

    public void Dispose()
    {
        // The writer is the program's.
    }
}

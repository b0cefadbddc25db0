using Microsoft.Extensions.Logging;

namespace Netra.Gateway.Tests;

internal sealed class StrictLoggerProvider(StrictLog log) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new StrictLogger<StrictLoggerProvider>(log);

    public void Dispose()
    {
    }
}

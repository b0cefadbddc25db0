using Microsoft.Extensions.Options;
using Netra.Abstractions;

namespace Netra.Host;

/// <summary>The newest warnings and errors of this process's log, at the levels that its configuration lets through.</summary>
/// <remarks>Scopes are those of all providers: with one of its own, each connection of the server would cost one more object.</remarks>
[ProviderAlias("Dashboard")]
internal sealed class RecentErrors(IOptions<DashboardOptions> options, TimeProvider time) : ILoggerProvider, ISupportExternalScope
{
    private readonly Lock _gate = new();
    private readonly Queue<LoggedFault> _faults = new();

    /// <summary>Newest first.</summary>
    public LoggedFault[] All
    {
        get
        {
            lock (_gate) return [.. _faults.Reverse()];
        }
    }

    public ILogger CreateLogger(string categoryName) => new RecentErrorsLogger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider)
    {
    }

    public void Note(LogLevel level, string source, string text)
    {
        var fault = new LoggedFault(time.GetUtcNow().ToUnixTimeMilliseconds(), NameOf(level), source, text);
        lock (_gate)
        {
            _faults.Enqueue(fault);
            while (_faults.Count > options.Value.MaxErrors) _faults.Dequeue();
        }
    }

    public void Dispose()
    {
    }

    private static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Critical => "critical",
        LogLevel.Error => "error",
        _ => "warning",
    };
}

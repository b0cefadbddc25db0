namespace Netra.Host;

/// <summary>One category of <see cref="RecentErrors"/>.</summary>
internal sealed class RecentErrorsLogger(RecentErrors errors, string category) : ILogger
{
    private const int MaxLength = 500;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Warning and < LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        var text = formatter(state, exception);
        if (exception is not null) text = $"{text} ({exception.GetType().Name}: {exception.Message})";
        errors.Note(logLevel, category, Printable(text));
    }

    /// <summary>In one line: what is logged may be what a client sent.</summary>
    private static string Printable(string text)
    {
        var shortened = text.Length > MaxLength ? text[..MaxLength] + "…" : text;
        return string.Concat(shortened.Select(c => char.IsControl(c) ? ' ' : char.IsSurrogate(c) ? '\uFFFD' : c));
    }
}

namespace Netra.Host;

/// <summary>
/// How long a start waits, all in all, for databases that do not answer: behind a power cut, or while everything is deployed at once, they come up beside this
/// process. Event ids 5110 to 5119.
/// </summary>
internal sealed partial class DatabaseWait(TimeSpan patience, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(5);

    private readonly long _started = time.GetTimestamp();
    private TimeSpan _nextReport;

    /// <summary>Does what needs a database, again and again while that fails by what may pass.</summary>
    /// <exception cref="DatabaseException">It fails by something else, or the wait is over.</exception>
    public async Task<T> UntilItAnswersAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await work();
            }
            catch (DatabaseException exception) when (exception.MayPassSoon && time.GetElapsedTime(_started) < patience)
            {
                Report(exception);
            }

            await Task.Delay(Interval, time, cancellationToken);
        }
    }

    private void Report(DatabaseException exception)
    {
        var waited = time.GetElapsedTime(_started);
        if (waited < _nextReport) return;
        _nextReport = waited + ReportInterval;
        Waiting(logger, exception.Message, (int)Math.Ceiling((patience - waited).TotalSeconds));
    }

    [LoggerMessage(5110, LogLevel.Warning, "{What} It is tried again for up to {Seconds} s.")]
    private static partial void Waiting(ILogger logger, string what, int seconds);
}

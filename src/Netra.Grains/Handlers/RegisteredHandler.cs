using Netra.Abstractions;

namespace Netra.Grains;

/// <summary>A handler as the silo runs it.</summary>
internal sealed class RegisteredHandler(MessageHandlerRegistration registration)
{
    private static readonly TimeSpan ForegroundTimeout = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan BackgroundTimeout = TimeSpan.FromHours(1);

    public string Pattern => registration.Pattern;

    public bool InBackground => registration.Options.InBackground;

    public int MaxAttempts => registration.Options.MaxAttempts;

    public TimeSpan RetryDelay => registration.Options.RetryDelay;

    public TimeSpan Timeout => registration.Options.Timeout ?? (InBackground ? BackgroundTimeout : ForegroundTimeout);

    /// <summary>The longest that all tries of a message with their pauses can take.</summary>
    public TimeSpan LongestRun
    {
        get
        {
            var total = Timeout * (double)MaxAttempts;
            for (var failures = 1; failures < MaxAttempts; failures++) total += Backoff.LongestPause(RetryDelay, Backoff.MaxPause, failures);
            return total;
        }
    }

    public IMessageHandler Create(IServiceProvider services) => registration.Create(services);
}

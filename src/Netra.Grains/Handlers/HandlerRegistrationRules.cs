using Microsoft.Extensions.Options;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Grains;

/// <summary>Finds, at start, what is wrong with the handlers that an application registered: all of it, by their patterns.</summary>
internal sealed class HandlerRegistrationRules(IEnumerable<MessageHandlerRegistration> registrations) : IValidateOptions<HandlerOptions>
{
    /// <summary>What all tries of a foreground handler may take: its sender's call has 60 s, of which waiting and storage take a part.</summary>
    private static readonly TimeSpan MaxForegroundRun = TimeSpan.FromSeconds(45);

    private static readonly TimeSpan MaxTimeout = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, HandlerOptions options)
    {
        var failures = new ValidateOptionsResultBuilder();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var registration in registrations)
        {
            var subject = $"handler of '{registration.Pattern}'";
            foreach (var fault in FaultsOf(registration)) failures.AddError(fault, subject);
            if (!seen.Add(registration.Pattern)) failures.AddError("is registered twice", subject);
        }

        return failures.Build();
    }

    private static IEnumerable<string> FaultsOf(MessageHandlerRegistration registration)
    {
        var (pattern, _, options) = registration;
        var isBeginning = pattern.EndsWith('*');
        var text = isBeginning ? pattern[..^1] : pattern;
        if (text.Contains('*')) yield return "'*' may stand only at the end";
        if (text.Length > FrameTypes.MaxLength || (!isBeginning && !FrameTypes.IsValid(text)))
            yield return $"a type has 1 to {FrameTypes.MaxLength} characters";
        if (!isBeginning && FrameTypes.IsReserved(text)) yield return "this type is reserved for the protocol's own frames";

        var inOrder = true;
        if (options.MaxAttempts is < 1 or > 100) yield return Faulty("MaxAttempts must be from 1 to 100");
        if (options.Timeout is { } timeout && (timeout <= TimeSpan.Zero || timeout > MaxTimeout)) yield return Faulty("Timeout must be above 0 and at most a day");
        if (options.RetryDelay < TimeSpan.Zero || options.RetryDelay > MaxTimeout) yield return Faulty("RetryDelay must be from 0 to a day");
        if (!inOrder || options.InBackground) yield break;
        var longest = new RegisteredHandler(registration).LongestRun;
        if (longest >= MaxForegroundRun)
        {
            yield return $"its tries, timeouts and pauses add up to {longest}; in the foreground it must be less than {MaxForegroundRun}. "
                + "Lower MaxAttempts, Timeout or RetryDelay, or run it InBackground";
        }

        string Faulty(string fault)
        {
            inOrder = false;
            return fault;
        }
    }
}

using Microsoft.Extensions.Options;
using Netra.Protocol;

namespace Netra.Client.Publishing;

/// <summary>Says everything that is wrong with <see cref="NetraPublisherOptions"/> at once.</summary>
internal sealed class NetraPublisherOptionsValidator : IValidateOptions<NetraPublisherOptions>
{
    /// <summary>Timers of .NET take no longer times.</summary>
    internal static readonly TimeSpan LongestTime = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, NetraPublisherOptions options)
    {
        var faults = new List<string>();
        if (options.Url is not { IsAbsoluteUri: true, Scheme: "http" or "https" }) faults.Add($"{nameof(options.Url)} must be an address such as http://localhost:5080");
        else if (options.Url.Query.Length + options.Url.Fragment.Length > 0)
            faults.Add($"{nameof(options.Url)} must have neither query nor fragment, which the paths of the server API can't follow");
        if (string.IsNullOrWhiteSpace(options.ApiKey) || options.ApiKey.AsSpan().ContainsAnyExceptInRange('!', '~'))
            faults.Add($"{nameof(options.ApiKey)} must be there, in printable ASCII without spaces");
        CheckTime(options.AttemptTimeout, nameof(options.AttemptTimeout), faults);
        CheckTime(options.TotalTimeout, nameof(options.TotalTimeout), faults);
        CheckTime(options.RetryDelay, nameof(options.RetryDelay), faults);
        CheckTime(options.MaxRetryDelay, nameof(options.MaxRetryDelay), faults);
        if (options.AttemptTimeout > options.TotalTimeout) faults.Add($"{nameof(options.AttemptTimeout)} must not be longer than {nameof(options.TotalTimeout)}");
        if (options.RetryDelay > options.MaxRetryDelay) faults.Add($"{nameof(options.RetryDelay)} must not be longer than {nameof(options.MaxRetryDelay)}");
        CheckNumber(options.MaxRetries, nameof(options.MaxRetries), 0, 1_000, faults);
        CheckNumber(options.MaxBatchMessages, nameof(options.MaxBatchMessages), 1, PublishBodyParser.MaxMessages, faults);
        CheckNumber(options.MaxBatchBytes, nameof(options.MaxBatchBytes), 1, int.MaxValue, faults);
        CheckNumber(options.MaxAnswerBytes, nameof(options.MaxAnswerBytes), 1_024, int.MaxValue, faults);
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    internal static void CheckTime(TimeSpan time, string name, List<string> faults)
    {
        if (time <= TimeSpan.Zero || time > LongestTime) faults.Add($"{name} must be above 0 and at most {LongestTime.TotalHours} hours, not {time}");
    }

    internal static void CheckNumber(int number, string name, int lowest, int highest, List<string> faults)
    {
        if (number < lowest || number > highest) faults.Add($"{name} must be from {lowest} to {highest}, not {number}");
    }

    /// <summary>For options that no container checks.</summary>
    /// <exception cref="OptionsValidationException">Something is wrong.</exception>
    internal static void ThrowIfWrong<TOptions>(IValidateOptions<TOptions> validator, TOptions options)
        where TOptions : class
    {
        var result = validator.Validate(null, options);
        if (result.Failed) throw new OptionsValidationException(typeof(TOptions).Name, typeof(TOptions), result.Failures);
    }
}

using Microsoft.Extensions.Options;

namespace Netra.Storage;

internal sealed class UserLogOptionsValidator : IValidateOptions<UserLogOptions>
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromHours(1);

    public ValidateOptionsResult Validate(string? name, UserLogOptions options)
    {
        var faults = new List<string>();
        Require(options.MaxQueuedCommits >= 1, nameof(options.MaxQueuedCommits), "at least 1");
        Require(options.MaxQueuedBytes >= 1, nameof(options.MaxQueuedBytes), "at least 1");
        Require(options.MaxGroupCommits >= 1, nameof(options.MaxGroupCommits), "at least 1");
        Require(options.MaxGroupBytes >= 1, nameof(options.MaxGroupBytes), "at least 1");
        Require(IsTimeout(options.CommitTimeout), nameof(options.CommitTimeout), "over zero and at most one hour");
        Require(IsTimeout(options.DrainTimeout), nameof(options.DrainTimeout), "over zero and at most one hour");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);

        void Require(bool holds, string option, string rule)
        {
            if (!holds) faults.Add($"{nameof(UserLogOptions)}.{option} must be {rule}.");
        }
    }

    private static bool IsTimeout(TimeSpan value) => value > TimeSpan.Zero && value <= LongestTimeout;
}

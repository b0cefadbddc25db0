using Microsoft.Extensions.Options;

namespace Netra.Grains;

internal sealed class UserGrainOptionsValidator : IValidateOptions<UserGrainOptions>
{
    public ValidateOptionsResult Validate(string? name, UserGrainOptions options)
    {
        var failures = new ValidateOptionsResultBuilder();
        Above0(options.MaxMessages, nameof(options.MaxMessages));
        Above0(options.MaxBytes, nameof(options.MaxBytes));
        Above0(options.MaxAge.Ticks, nameof(options.MaxAge));
        Above0(options.MaxDeadLetters, nameof(options.MaxDeadLetters));
        Above0(options.MaxDeadLetterBytes, nameof(options.MaxDeadLetterBytes));
        Above0(options.DeadLetterRetention.Ticks, nameof(options.DeadLetterRetention));
        Above0(options.DeduplicationWindow.Ticks, nameof(options.DeduplicationWindow));
        Above0(options.MaxDeduplicationRecords, nameof(options.MaxDeduplicationRecords));
        Above0(options.MaxStateBytes, nameof(options.MaxStateBytes));
        Above0(options.MaxStateOperations, nameof(options.MaxStateOperations));
        Above0(options.StateSnapshotChanges, nameof(options.StateSnapshotChanges));
        Above0(options.StateSnapshotBytes, nameof(options.StateSnapshotBytes));
        Above0(options.SessionRetention.Ticks, nameof(options.SessionRetention));
        Above0(options.MaxSessions, nameof(options.MaxSessions));
        Above0(options.LeaseDuration.Ticks, nameof(options.LeaseDuration));
        Above0(options.SettlingTime.Ticks, nameof(options.SettlingTime));
        Above0(options.EndedConnectionRetention.Ticks, nameof(options.EndedConnectionRetention));
        Above0(options.MaxEndedConnections, nameof(options.MaxEndedConnections));
        Above0(options.MaxRevokedTokens, nameof(options.MaxRevokedTokens));
        Above0(options.MaxCommitsInFlight, nameof(options.MaxCommitsInFlight));
        Above0(options.MaxCommitFrames, nameof(options.MaxCommitFrames));
        Above0(options.MaxCommitBytes, nameof(options.MaxCommitBytes));
        Above0(options.MaxPendingBytes, nameof(options.MaxPendingBytes));
        Above0(options.ReadTimeout.Ticks, nameof(options.ReadTimeout));
        if (!Enum.IsDefined(options.Overflow)) failures.AddError("must be one of its names", "Netra:Users:" + nameof(options.Overflow));
        if (options.RememberedCommits < 0) failures.AddError("must not be below 0", "Netra:Users:" + nameof(options.RememberedCommits));
        if (options.RecentFramesBytes < 0) failures.AddError("must not be below 0", "Netra:Users:" + nameof(options.RecentFramesBytes));
        return failures.Build();

        void Above0(long value, string setting)
        {
            if (value <= 0) failures.AddError("must be above 0", "Netra:Users:" + setting);
        }
    }
}

using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Netra.Storage.Conformance;

/// <summary>What every backend must do, asked through the log that grains use. A backend's tests inherit it.</summary>
public abstract partial class UserLogConformance : IAsyncLifetime
{
    private IUserLogBackend? _backend;
    private UserLog? _log;

    protected IUserLogBackend Backend => _backend ?? throw new InvalidOperationException("Not open.");

    protected UserLog Log => _log ?? throw new InvalidOperationException("Not open.");

    /// <summary>Opens the test's store: the same one at every call.</summary>
    protected abstract IUserLogBackend OpenBackend();

    public virtual ValueTask InitializeAsync()
    {
        _backend = OpenBackend();
        _log = CreateLog();
        return ValueTask.CompletedTask;
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_log is not null) await _log.DisposeAsync();
        if (_backend is not null) await _backend.DisposeAsync();
    }

    /// <summary>Closes the log and the backend, and opens them again.</summary>
    protected async Task ReopenAsync()
    {
        await Log.DisposeAsync();
        await Backend.DisposeAsync();
        _backend = OpenBackend();
        _log = CreateLog();
    }

    /// <summary>Another log over the backend of this test, as of a second silo.</summary>
    protected UserLog CreateLog() =>
        new(Backend, Options.Create(new UserLogOptions { CommitTimeout = TimeSpan.FromMinutes(2) }), TimeProvider.System, NullLogger<UserLog>.Instance);

    protected async Task CommitAsync(UserCommit commit) => Assert.Equal(CommitOutcome.Committed, await Log.CommitAsync(commit));

    /// <summary>Commits as one group, past the group committer.</summary>
    protected async Task<CommitOutcome[]> CommitGroupAsync(params UserCommit[] group)
    {
        var outcomes = new CommitOutcome[group.Length];
        await Backend.CommitAsync(group, outcomes, CancellationToken.None);
        return outcomes;
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Netra.Abstractions;
using Netra.Protocol;
using Netra.Storage;
using Netra.Streaming;
using Orleans.Concurrency;

namespace Netra.Grains;

/// <summary>
/// One user. Reentrant: its commits are pipelined, so calls interleave where they wait for storage, and only there.
/// </summary>
/// <remarks>
/// Failure policy: what is in memory is a cache of the log. When a commit fails or another activation was first, all of it is thrown
/// away and read anew; operations that lost a race are tried again, those that met a failure of storage fail with
/// <see cref="UserUnavailableException"/>. The connection list is kept: gateways repair it by their renewals.
/// </remarks>
[Reentrant, GrainType(UserGrainIds.TypeName)]
internal sealed partial class UserGrain(
    IUserLog store,
    IOptions<UserGrainOptions> options,
    ISiloStatusOracle membership,
    MembershipRefresh membershipRefresh,
    ILocalSiloDetails silo,
    LocalUsers localUsers,
    TimeProvider time,
    ILogger<UserGrain> logger) : Grain, IUserGrain
{
    /// <summary>How often an operation is tried when other activations keep winning. Two activations never last that long.</summary>
    private const int MaxAttempts = 4;

    /// <summary>How long a grain that goes waits until its jobs have stored that they were stopped.</summary>
    private static readonly TimeSpan DeactivationPatience = TimeSpan.FromSeconds(5);

    private readonly UserGrainOptions _options = options.Value;
    private readonly RecentFrames _recent = new(options.Value.RecentFramesBytes);
    private UserId _user;
    private readonly EndedConnections _ended = new(options.Value.MaxEndedConnections, options.Value.EndedConnectionRetention);
    private ConnectionList _connections = null!;
    private GrainInstruments _instruments = null!;
    private UserLevels _levels = null!;
    private CommitTrail _trail = null!;
    private TraceMemory _traces = null!;
    private RevokedTokens _tokens = new();
    private SessionTable _sessions = new([]);
    private StateLine _state = new(options.Value);
    private CommitPipeline? _log;
    private Task? _loading;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (!UserId.TryParse(this.GetPrimaryKeyString(), out _user))
            throw new ArgumentException("The key of a user grain must be a user id.");
        _connections = new ConnectionList(this.GetStreamProvider(OutboundStream.ProviderName));
        _instruments = ServiceProvider.GetRequiredService<GrainInstruments>();
        _levels = new UserLevels(_instruments);
        _traces = ServiceProvider.GetRequiredService<TraceMemory>();
        _instruments.Activations.Add(1);
        _trail = ServiceProvider.GetRequiredService<CommitTrail>();
        BeginWork();
        localUsers.Add(_user, this);
        return base.OnActivateAsync(cancellationToken);
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _work.Stop();
        localUsers.Remove(_user, this);
        _levels.End();
        _workLevels.End();
        _instruments.Deactivations.Add(1);
        // Without this the gateways would find out with the next lease renewal.
        _connections.Push(Reattach(connection: null));
        // What is not stored in time is told by nobody: the job counts one restart more. Publishes come to their end by themselves.
        await Task.WhenAll(_work.JobsStoppedAsync(), CloseEntranceAsync()).WaitAsync(DeactivationPatience, time, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        await base.OnDeactivateAsync(reason, cancellationToken);
    }

    /// <summary>Runs an operation on a loaded user, again when another activation was first.</summary>
    private async Task<T> RunAsync<T>(Func<CommitPipeline, Task<T>> operation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await operation(await ReadyAsync());
            }
            catch (Exception exception) when (IsOfLog(exception))
            {
                await RecoverAsync(exception, attempt);
            }
        }
    }

    /// <summary>The loaded log, and a list of connections without those that are gone.</summary>
    private async ValueTask<CommitPipeline> ReadyAsync()
    {
        var log = await LoadedOrUnavailableAsync();
        RemoveGone();
        return log;
    }

    /// <summary>Whether <see cref="RecoverAsync"/> knows what to do after an exception.</summary>
    private static bool IsOfLog(Exception exception) =>
        exception is CommitConflictException or AcceptanceLostException or StorageUnavailableException or StorageDamagedException;

    /// <summary>Makes an operation that failed ready for another try.</summary>
    /// <exception cref="UserUnavailableException">There is none.</exception>
    private async Task RecoverAsync(Exception exception, int attempt)
    {
        switch (exception)
        {
            case CommitConflictException when attempt < MaxAttempts:
                GrainsLog.CommitConflict(logger, attempt);
                _instruments.NoteConflict();
                await membershipRefresh.AfterConflictAsync();
                return;
            case AcceptanceLostException when attempt < MaxAttempts:
                GrainsLog.AcceptanceLost(logger, attempt, exception);
                _instruments.NoteLostAcceptance();
                return;
            case AcceptanceLostException:
                throw Unavailable("What was sent before with this id keeps failing; it may or may not have been done.", exception);
            case CommitConflictException:
                throw Unavailable("Another server keeps writing for this user.", exception);
            case StorageDamagedException:
                GrainsLog.LogDamaged(logger, exception);
                _instruments.Unavailable.Add(1);
                throw new UserUnavailableException("The user's log is damaged.");
            default:
                throw Unavailable("The user's log can't be reached now; what was asked may or may not have been done.", exception);
        }
    }

    /// <summary>The cause stays here: callers on other silos need not know the types of storage, and could not read them.</summary>
    private UserUnavailableException Unavailable(string message, Exception cause)
    {
        GrainsLog.Unavailable(logger, message, cause);
        _instruments.Unavailable.Add(1);
        return new UserUnavailableException(message);
    }

    /// <summary>The loaded log. When it can't be read, nothing of what was asked has been done, and the caller is told so.</summary>
    private async ValueTask<CommitPipeline> LoadedOrUnavailableAsync()
    {
        try
        {
            return await LoadedAsync();
        }
        catch (StorageUnavailableException exception)
        {
            throw Unavailable("The user's log can't be reached now; nothing was done.", exception);
        }
    }

    private async ValueTask<CommitPipeline> LoadedAsync()
    {
        while (_log is not { Failure: null })
        {
            _loading ??= LoadAsync();
            await _loading;
        }

        return _log;
    }

    private async Task LoadAsync()
    {
        NetraTracing.Leave();
        try
        {
            // Starts asynchronously, so that _loading is set before this method can clear it.
            await Task.Yield();
            var before = _log?.Durable;
            // What is read while older commits are still being written would stay old until the next commit met it.
            if (_log is { } failed) await failed.Abandoned;
            var started = time.GetTimestamp();
            var snapshot = await ReadInTimeAsync(token => store.LoadAsync(_user, token));
            _instruments.LoadDuration.Record(time.GetElapsedTime(started).TotalSeconds);
            var state = StateLine.Restore(snapshot.State, _options);
            var log = new CommitPipeline(_user, snapshot.Head, store, _options, time, () => _sessions.HighestAcked ?? 0, OnDurable);
            _recent.Clear();
            _sessions = new SessionTable(snapshot.Sessions);
            _state = state;
            _ledger.Restore(snapshot.Work);
            _tokens = new RevokedTokens(snapshot, NowMs());
            // Another activation may have revoked what is attached here.
            CloseRevoked([]);
            ForgetOldSessions(log);
            // After a failure the log may hold what was never pushed from here.
            if (before is not null && _connections.All.Count > 0)
                _connections.Push(new UserPush { User = _user, HeadSeq = snapshot.Head.HeadSeq });
            // Last: a log that is there is one whose parts are all there.
            _log = log;
            ShowLevels();
            // What they count in is over.
            if (before is { } old && old.Epoch != snapshot.Head.Epoch) _connections.Push(Reattach(connection: null));
        }
        catch (Exception exception) when (exception is StorageUnavailableException or StorageDamagedException)
        {
            _instruments.LoadFailures.Add(1);
            throw;
        }
        finally
        {
            _loading = null;
        }
    }

    private void OnDurable(StagedCommit commit)
    {
        var nowUs = NowUs();
        _instruments.NoteDurable(commit, nowUs);
        ShowLevels();
        _trail.Note(_user, commit.Record!.Next.Epoch, commit, nowUs / 1_000, _connections.Gateways);
        var traces = Remember(commit.Spans);
        if (_connections.All.Count == 0)
        {
            // Places that this commit took or added would be missing in it.
            _recent.Clear();
            return;
        }

        _recent.Take(commit.Plan);
        _recent.Add(commit.Frames);
        if (commit.Frames.Count > 0) Push(commit.Frames, commit.OpenedAtUs, nowUs, traces);
    }

    /// <summary>The traces of a commit's frames, from here on also for who reads them later; null without any.</summary>
    private FrameTrace[]? Remember(IReadOnlyList<CommitSpan>? spans)
    {
        if (spans is null) return null;
        FrameTrace[] traces = [.. spans.Where(span => span.Count > 0).Select(span => span.ToFrameTrace())];
        foreach (var trace in traces) _traces.Add(_user, _log!.Durable.Epoch, trace);
        return traces;
    }

    /// <summary>Without the index, which may be needed to know exactly and is not read for this.</summary>
    private void ShowLevels()
    {
        if (_log is not { } log) return;
        var head = log.Durable;
        var from = Math.Max(head.FirstRetainedSeq, (_sessions.HighestAcked ?? 0) + 1);
        _levels.Show(Math.Max(0, head.HeadSeq + 1 - from), head.DeadLetterCount);
    }

    /// <summary>Pushes frames up to the first place that is none: from there on each connection asks the log, which says why.</summary>
    private void Push(IReadOnlyList<StoredFrame> places, long acceptedAtUs, long durableAtUs, FrameTrace[]? traces)
    {
        var (now, count) = (NowMs(), 0);
        while (count < places.Count && places[count].IsDeliverable(now)) count++;
        var frames = new ReadOnlyMemory<byte>[count];
        for (var i = 0; i < count; i++) frames[i] = places[i].Json;
        _connections.Push(new UserPush
        {
            User = _user,
            FirstSeq = frames.Length == 0 ? 0 : places[0].Seq,
            Frames = frames,
            HeadSeq = places[^1].Seq,
            DurableAtUs = frames.Length == 0 ? 0 : durableAtUs,
            CommitUs = (int)Math.Clamp(durableAtUs - acceptedAtUs, 0, int.MaxValue),
            Traces = traces,
        });
    }

    private void ForgetOldSessions(CommitPipeline log)
    {
        var since = NowMs() - (long)_options.SessionRetention.TotalMilliseconds;
        foreach (var client in _sessions.FindForgettable(since, _options.MaxSessions, client => _connections.FindSession(client) is not null))
        {
            _sessions.Remove(client);
            log.SaveSession(client, null);
        }
    }

    private long NowUs() => (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private long NowMs() => time.GetUtcNow().ToUnixTimeMilliseconds();
}

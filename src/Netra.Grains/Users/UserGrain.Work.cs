using Microsoft.Extensions.DependencyInjection;
using Netra.Abstractions;
using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains;

/// <content>What is done behind the answers, and what handlers need of the grain.</content>
internal sealed partial class UserGrain : IUserHost
{
    private TaskScheduler _scheduler = null!;
    private UserWorkServices _workServices = null!;
    private WorkLevels _workLevels = null!;
    private WorkLedger _ledger = null!;
    private UserWork _work = null!;

    // A commit that changes nothing is refused when this activation is stale: then it loads what another one left to be done.
    public Task ResumeWorkAsync() => RunAsync(async log =>
    {
        if (_ledger.Count == 0) await log.Stage(new UserChange()).Durable;
        _work.Resume();
        return true;
    });

    UserId IUserHost.User => _user;

    UserState IUserHost.DurableState => _state.Durable;

    bool IUserHost.StateIsDurable => _state.IsDurable;

    Task<T> IUserHost.RunAsync<T>(Func<CommitPipeline, Task<T>> operation) => RunAsync(operation);

    async ValueTask<Func<DeduplicationKey, AcceptedId?>> IUserHost.AcceptedIdsAsync(CommitPipeline log)
    {
        return (await DeduplicationAsync(log)).Find;
    }

    ValueTask IUserHost.PrepareAsync(CommitPipeline log, int frames, long bytes) => log.PrepareAsync(frames, bytes + ((long)frames * FrameOverheadBytes));

    AppliedChange IUserHost.ApplyState(UserChange change, StateChange asked, string id) => _state.Apply(change, asked, id);

    void IUserHost.PushBeside(ReadOnlyMemory<byte>[] frames, ConnectionId? target) => PushBeside(_log?.Durable.HeadSeq ?? 0, frames, target);

    private void PushBeside(long headSeq, ReadOnlyMemory<byte>[] frames, ConnectionId? target)
    {
        _instruments.Ephemeral.Add(frames.Length);
        var push = new UserPush
        {
            User = _user,
            HeadSeq = headSeq,
            Ephemeral = frames,
            Target = target,
            Traces = TraceContext.Of(NetraTracing.Current) is { } trace ? [new FrameTrace(0, frames.Length, trace)] : null,
        };
        if (target is null) _connections.Push(push);
        else if (_connections.Find(target.Value) is { } connection) _connections.PushTo(connection.Gateway, push);
    }

    Task<PublishResult> IUserHost.PublishToAsync(UserId user, PublishRequest request) =>
        GrainFactory.GetGrain<IUserGrain>(UserGrainIds.Of(user)).PublishAsync(request);

    void IUserHost.KeepActive(TimeSpan time) => DelayDeactivation(time);

    Task<T> IUserHost.EnterAsync<T>(Func<Task<T>> operation) =>
        Task.Factory.StartNew(operation, CancellationToken.None, TaskCreationOptions.DenyChildAttach, _scheduler).Unwrap();

    /// <summary>When the grain is activated.</summary>
    private void BeginWork()
    {
        _scheduler = TaskScheduler.Current;
        _workServices = ServiceProvider.GetRequiredService<UserWorkServices>();
        _workLevels = new WorkLevels(_workServices.Instruments);
        _ledger = new WorkLedger(_workServices.WorkOptions, _workLevels, _workServices.Logger);
        var tries = new HandlerTries(this, _workServices.Runner, _ledger, _workServices.HandlerOptions, _workServices.Instruments, time);
        _work = new UserWork(this, _ledger, tries, _workServices);
        _foreground = new ForegroundHandlers(this, tries, _workServices.HandlerOptions, time, _workServices.Logger);
        _submitter = new Submitter(
            this, _ledger, _foreground, _workServices.Handlers, _workServices.HandlerOptions, _options.UnhandledMessages, time,
            _workServices.Logger);
    }
}

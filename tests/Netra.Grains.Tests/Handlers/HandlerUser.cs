using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Netra.Abstractions;
using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains.Tests;

/// <summary>
/// One activation of a user, with the product's own parts for handlers and work in the place of the grain that they stand in. Made and used within
/// <see cref="Exclusively"/>.
/// </summary>
internal sealed class HandlerUser : IUserHost
{
    private static readonly ConnectionId Connection = ConnectionId.NewId();

    private readonly HandlerStore _store;
    private readonly TaskScheduler _scheduler = TaskScheduler.Current;
    private readonly Submitter _submitter;
    private readonly WorkLedger _ledger;
    private CommitPipeline? _log;

    public HandlerUser(HandlerStore store, JobSlots? slots = null)
    {
        _store = store;
        Log = new FaultyLog(store.Log);
        var loggers = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(store.Logs));
        Services = new UserWorkServices(
            store.Registrations, new ServiceCollection().BuildServiceProvider(), slots ?? new JobSlots(Options.Create(store.Work)),
            Options.Create(store.Handlers), Options.Create(store.Work), store.Instruments, store.Time, loggers);
        Levels = new WorkLevels(Services.Instruments);
        _ledger = new WorkLedger(store.Work, Levels, Services.Logger);
        var tries = new HandlerTries(this, Services.Runner, _ledger, store.Handlers, store.Instruments, store.Time);
        Work = new UserWork(this, _ledger, tries, Services);
        Foreground = new ForegroundHandlers(this, tries, store.Handlers, store.Time, Services.Logger);
        _submitter = new Submitter(
            this, _ledger, Foreground, Services.Handlers, store.Handlers, store.Limits.UnhandledMessages, store.Time, Services.Logger);
    }

    public FaultyLog Log { get; }

    public UserWorkServices Services { get; }

    public WorkLevels Levels { get; }

    public UserWork Work { get; }

    public ForegroundHandlers Foreground { get; }

    public FakeState State { get; private set; } = new(0);

    /// <summary>How many records of work it knows of: one that is done is off storage a moment before.</summary>
    public int KnownWork => _ledger.Count;

    /// <summary>What was sent beside the log, and to which connection.</summary>
    public List<(string Json, ConnectionId? Target)> Beside { get; } = [];

    /// <summary>For how long the grain was asked to stay, in order.</summary>
    public List<TimeSpan> KeptActive { get; } = [];

    public static ConnectionId Sender => Connection;

    public UserId User => _store.User;

    public UserState DurableState => State.Durable;

    public bool StateIsDurable => State.Durable.Version == State.Latest.Version;

    public static SubmittedItem Message(string type, string? id = null, string payload = "{}") => new(type, id, Encoding.UTF8.GetBytes(payload));

    public static NewMessage New(string type, string payload = "{}", string? id = null) => new(type, id, Encoding.UTF8.GetBytes(payload));

    public static SubmittedItem Change(string? id, long version) =>
        new("state_update", id, default, new StateChange(StateChangeKind.Patch, "{}"u8.ToArray(), version));

    public Task<SubmitAnswer[]> SubmitAsync(params SubmittedItem[] items) => SubmitAtAsync(0, items);

    /// <summary>With a rate for the user, in items a second.</summary>
    public async Task<SubmitAnswer[]> SubmitAtAsync(int perSecond, params SubmittedItem[] items) =>
        (await _submitter.SubmitAsync(new SubmitRequest(Connection, ClientId.Parse("tab"), items) { UserItemsPerSecond = perSecond }, Work.Stopping)).Answers;

    public async Task<SubmitAnswer> SubmitOneAsync(string type, string? id = null, string payload = "{}") =>
        Assert.Single(await SubmitAsync(Message(type, id, payload)));

    /// <summary>What the death of its process does: it reaches nothing any more.</summary>
    public void Crash()
    {
        Log.IsCutOff = true;
        Work.Stop();
    }

    /// <summary>Another activation writes a note.</summary>
    public async Task IntrudeAsync()
    {
        var snapshot = await _store.SnapshotAsync();
        var other = new CommitPipeline(User, snapshot.Head, _store.Log, _store.Limits, _store.Time, () => 0, _ => { });
        var change = new UserChange();
        change.Frames.Add(new NewFrame("intruder", "intruder", "{}"u8.ToArray()));
        await other.Stage(change).Durable;
    }

    public Task<bool> PublishNoteAsync() => RunAsync(async log =>
    {
        var change = new UserChange();
        change.Frames.Add(new NewFrame("note", MessageId.NewId(), "{}"u8.ToArray()));
        await log.Stage(change).Durable;
        return true;
    });

    public async Task<T> RunAsync<T>(Func<CommitPipeline, Task<T>> operation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await operation(await LoadedAsync());
            }
            catch (Exception exception) when (exception is CommitConflictException or AcceptanceLostException && attempt < 4)
            {
                // Another activation was first, or the first message of an id was lost.
            }
            catch (StorageUnavailableException exception)
            {
                throw new UserUnavailableException(exception.Message);
            }
        }
    }

    public async ValueTask<Func<DeduplicationKey, AcceptedId?>> AcceptedIdsAsync(CommitPipeline log)
    {
        var window = await log.DeduplicationAsync();
        return key => window.TryFind(key, out var accepted) ? accepted : null;
    }

    public ValueTask PrepareAsync(CommitPipeline log, int frames, long bytes) => log.PrepareAsync(frames, bytes);

    public AppliedChange ApplyState(UserChange change, StateChange asked, string id) => State.Apply(change, asked, id);

    public void PushBeside(ReadOnlyMemory<byte>[] frames, ConnectionId? target) =>
        Beside.AddRange(frames.Select(frame => (Encoding.UTF8.GetString(frame.Span), target)));

    public Task<PublishResult> PublishToAsync(UserId user, PublishRequest request) => _store.Deliver(user, request);

    public void KeepActive(TimeSpan time) => KeptActive.Add(time);

    public Task<T> EnterAsync<T>(Func<Task<T>> operation) =>
        Task.Factory.StartNew(operation, CancellationToken.None, TaskCreationOptions.DenyChildAttach, _scheduler).Unwrap();

    private async Task<CommitPipeline> LoadedAsync()
    {
        await Task.Yield();
        if (_log is { Failure: null } log) return log;
        var snapshot = await Log.LoadAsync(User, CancellationToken.None);
        State = new FakeState(snapshot.Head.StateVersion);
        _log = new CommitPipeline(User, snapshot.Head, Log, _store.Limits, _store.Time, () => 0, _ => { });
        _ledger.Restore(snapshot.Work);
        return _log;
    }
}

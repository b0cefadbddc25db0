using System.Threading.Channels;

namespace Netra.Client;

/// <summary>
/// Runs a core: gives it what happens, one event at a time, and does what it says about the network, the timers and the store. The rest it tells. It begins
/// with the first event.
/// </summary>
internal sealed class Driver : IAsyncDisposable
{
    private const int MaxHappenings = 256;

    /// <summary>The outbox is kept when nothing else is to be done, or after so many events.</summary>
    private const int MaxUnflushed = 100;

    private readonly NetraClientOptions _options;
    private readonly SocketConnector _connect;
    private readonly IDriverListener _listener;
    private readonly ClientStorage _storage;
    private readonly ClientTimers _timers;
    private readonly Lazy<Task> _running;
    private readonly CancellationTokenSource _abandoned = new();
    private readonly Lock _gate = new();
    private readonly List<SocketSession> _sockets = [];

    private readonly Channel<Happening> _inbox =
        Channel.CreateBounded<Happening>(new BoundedChannelOptions(MaxHappenings) { SingleReader = true });

    private bool _isOver;
    private SocketSession? _socket;
    private TokenCall? _token;
    private long _duplicates;
    private int _waiting;

    public Driver(NetraClientOptions options, SocketConnector connect, IDriverListener listener)
    {
        _options = options;
        _connect = connect;
        _listener = listener;
        _storage = new ClientStorage(options, cause => Error("storage_failed", "The store has failed.", cause), _abandoned.Token);
        _timers = new ClientTimers(options.TimeProvider, ReportAsync);
        _running = new Lazy<Task>(() => Task.Run(RunAsync));
    }

    /// <summary>Takes an event of the application. False when the client is over.</summary>
    public async ValueTask<bool> PostAsync(CoreEvent happened, TaskCompletionSource? done = null, CancellationToken cancellationToken = default)
    {
        if (!Begin()) return false;
        try
        {
            await _inbox.Writer.WriteAsync(new Happening(happened, null, done), cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ChannelClosedException)
        {
            // The result says so.
            return false;
        }
    }

    /// <summary>Acknowledges, and closes the socket.</summary>
    public async Task DisconnectAsync()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (await PostAsync(new CoreEvent.Disconnect(), done).ConfigureAwait(false)) await done.Task.ConfigureAwait(false);
        await SocketsAsync().ConfigureAwait(false);
    }

    /// <summary>Disconnects, keeps what is to be kept, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        bool hasBegun;
        lock (_gate)
        {
            hasBegun = _running.IsValueCreated;
            // One that has begun takes its last events yet, until there is an end to them.
            _isOver = !hasBegun;
        }

        if (hasBegun) await StopAsync().ConfigureAwait(false);
        _abandoned.Dispose();
    }

    private async Task StopAsync()
    {
        var patience = _options.TimeProvider.CreateTimer(_ => _abandoned.Cancel(), null, _options.CloseTimeout, Timeout.InfiniteTimeSpan);
        await using (patience.ConfigureAwait(false))
        {
            await DisconnectAsync().ConfigureAwait(false);
            _inbox.Writer.TryComplete();
            await _running.Value.ConfigureAwait(false);
            // What was connected since then.
            await SocketsAsync().ConfigureAwait(false);
        }
    }

    private bool Begin()
    {
        lock (_gate)
        {
            if (!_isOver) _ = _running.Value;
            return !_isOver;
        }
    }

    // Each that was closed ends by itself within the time for a close. One that was opened since then does not.
    private Task SocketsAsync()
    {
        lock (_gate) return Task.WhenAll(_sockets.Where(socket => socket.IsOver).Select(socket => socket.Completion));
    }

    private async Task RunAsync()
    {
        try
        {
            await WorkAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // A fault of this code. The application learns it, and so does everybody who waits.
            _socket?.Close((int)Protocol.CloseCode.InternalError);
            _inbox.Writer.TryComplete();
            _listener.Failed(exception);
            while (_inbox.Reader.TryRead(out var unheard)) unheard.Done?.TrySetResult();
        }
        finally
        {
            _timers.Dispose();
            _token?.Dispose();
            ClientInstruments.Outbox.Add(-_waiting);
        }
    }

    private async Task WorkAsync()
    {
        var core = new ClientCore(await _storage.LoadAsync().ConfigureAwait(false), Random.Shared.NextDouble);
        var unflushed = 0;
        await foreach (var happening in _inbox.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            try
            {
                if (happening.Source is not { IsOver: true }) await HandleAsync(core, happening.Event).ConfigureAwait(false);
                unflushed++;
                if (unflushed >= MaxUnflushed || _inbox.Reader.Count == 0)
                {
                    await _storage.FlushAsync().ConfigureAwait(false);
                    unflushed = 0;
                }
            }
            finally
            {
                happening.Done?.TrySetResult();
            }
        }

        // A connect that came behind the last disconnect leaves nothing.
        await HandleAsync(core, new CoreEvent.Disconnect()).ConfigureAwait(false);
        await _storage.FlushAsync().ConfigureAwait(false);
    }

    private async ValueTask HandleAsync(ClientCore core, CoreEvent happened)
    {
        var now = (long)_options.TimeProvider.GetElapsedTime(0).TotalMilliseconds;
        foreach (var action in core.Handle(happened, now))
        {
            if (action is CoreAction.Save save) await _storage.SaveAsync(save.Record).ConfigureAwait(false);
            else Do(action);
        }

        if (core.Duplicates > _duplicates) ClientInstruments.Duplicates.Add(core.Duplicates - _duplicates);
        if (core.Waiting != _waiting) ClientInstruments.Outbox.Add(core.Waiting - _waiting);
        (_duplicates, _waiting) = (core.Duplicates, core.Waiting);
    }

    private void Do(CoreAction action)
    {
        switch (action)
        {
            case CoreAction.GetToken get: GetToken(get.Reason); break;
            case CoreAction.Open open: Open(open.Query); break;
            case CoreAction.Send send: _socket?.Send(send.Frame); break;
            case CoreAction.Close close: _socket?.Close(close.Code); break;
            case CoreAction.SetTimer set: _timers.Set(set.Timer, set.InMs); break;
            case CoreAction.ClearTimer clear: _timers.Clear(clear.Timer); break;
            case CoreAction.SaveOutbox save: _storage.SaveOutbox(save.Entries); break;
            case CoreAction.Connection { Status.State: not (ConnectionState.Connecting or ConnectionState.Connected) }:
                // A token that comes now would be for nothing.
                _token?.Dispose();
                _listener.Tell(action);
                break;
            default: _listener.Tell(action); break;
        }
    }

    private void GetToken(TokenReason reason)
    {
        _token?.Dispose();
        var call = _token = new TokenCall(reason, _options.Token!);
        _ = Task.Run(() => call.RunAsync(ReportAsync, cause => Error("token_failed", "No token.", cause)));
    }

    private void Open(OpenQuery query)
    {
        var url = OpenUrl.Of(_options.Url!, query);
        _socket = SocketSession.Start(cancelled => ConnectAsync(url, query.Token, cancelled), _options, ReportAsync);
        lock (_gate)
        {
            _sockets.RemoveAll(socket => socket.Completion.IsCompleted);
            _sockets.Add(_socket);
        }
    }

    private async Task<System.Net.WebSockets.WebSocket> ConnectAsync(Uri url, string token, CancellationToken cancelled)
    {
        try
        {
            return await _connect(url, token, cancelled).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not (System.Net.WebSockets.WebSocketException or UpgradeRefusedException or OperationCanceledException))
        {
            // Not the network: how the sockets are configured, or where there may be none.
            Error("socket_failed", "No socket can be opened.", exception);
            throw;
        }
    }

    private async ValueTask ReportAsync(CoreEvent happened, ISupersedable source)
    {
        if (source.IsOver) return;
        try
        {
            await _inbox.Writer.WriteAsync(new Happening(happened, source)).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            // The client is over, and nobody wants to know.
        }
    }

    private void Error(string code, string message, Exception cause) => _listener.Error(new ClientError(code, message, null, cause));
}

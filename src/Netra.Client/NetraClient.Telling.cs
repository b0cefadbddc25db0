namespace Netra.Client;

/// <summary>What the core tells, on its way to the application; and what the application answers.</summary>
public sealed partial class NetraClient
{
    private const string ClosedCode = "closed";

    private static NetraException Over() => new(ClosedCode, "The client is disposed.");

    private static NetraException ClosedBy(ConnectionStatus status) => new(ClosedCode, $"{status.State}: {status.Code} {status.Reason}");

    private void Post(CoreEvent happened) => _ = _driver.PostAsync(happened).AsTask();

    private Task<Accepted> ChangeAsync(StateChange change, ConflictHandler? onConflict, CancellationToken cancellationToken)
    {
        var id = Protocol.MessageId.NewId();
        return CallAsync(id, onConflict, new CoreEvent.ChangeState(id, change, onConflict is not null), cancellationToken);
    }

    private async Task<Accepted> CallAsync(string id, ConflictHandler? onConflict, CoreEvent happened, CancellationToken cancellationToken)
    {
        var call = new PendingCall(onConflict);
        if (!_calls.TryAdd(id, call)) throw new NetraException("invalid_id", "The id is on its way.");
        try
        {
            if (!await _driver.PostAsync(happened, null, cancellationToken).ConfigureAwait(false)) throw Over();
        }
        catch
        {
            _calls.TryRemove(id, out _);
            throw;
        }

        return await call.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private void Tell(CoreAction action)
    {
        switch (action)
        {
            case CoreAction.Connection connection: Connected(connection.Status); break;
            case CoreAction.Deliver deliver: _queue.Add(stopping => DeliverAsync(deliver, stopping)); break;
            case CoreAction.TellReset reset: _queue.Add(_ => TellReset(reset.Reset)); break;
            case CoreAction.TellSkipped skipped: _queue.Add(_ => TellSkipped(skipped.Skipped)); break;
            case CoreAction.State state: State.Replace(new StateSnapshot(state.Version, state.Value)); break;
            case CoreAction.Conflict conflict: _ = ResolveAsync(conflict); break;
            case CoreAction.Accept accept: Accept(accept.Accepted); break;
            case CoreAction.Reject reject: Reject(reject); break;
            case CoreAction.TellError error: Tell(new ClientError(error.Code, error.Message, error.Ref)); break;
            default: throw new ArgumentOutOfRangeException(nameof(action));
        }
    }

    private void Connected(ConnectionStatus status)
    {
        if (Connection.State == ConnectionState.Connected) ClientInstruments.Connections.Add(-1);
        if (status.State == ConnectionState.Connected) ClientInstruments.Connections.Add(1);
        if (status.State == ConnectionState.Waiting) ClientInstruments.Reconnects.Add(1, ClientInstruments.Code(status.Code));
        Connection = status;
        if (status.State == ConnectionState.Connected) ClientLog.Connected(_logger, status.Resumed);
        else if (status.State == ConnectionState.Waiting) ClientLog.Waiting(_logger, status.RetryIn, status.Code, status.Reason);
        else if (status.State == ConnectionState.Closed) ClientLog.Closed(_logger, status.Code, status.Reason);
        else ClientLog.Changed(_logger, status.State);
        Raise(this, ConnectionChanged, status, nameof(ConnectionChanged));
        if (status.State is not (ConnectionState.Closed or ConnectionState.Disconnected)) return;
        var failure = status.State == ConnectionState.Closed ? ClosedBy(status) : null;
        _queue.Add(_ =>
        {
            _listeners.EndReaders(failure);
            return Task.CompletedTask;
        });
    }

    private async Task DeliverAsync(CoreAction.Deliver deliver, CancellationToken stopping)
    {
        ClientInstruments.Received.Add(1);
        await _listeners.HandleAsync(deliver.Frame, stopping).ConfigureAwait(false);
        await _driver.PostAsync(new CoreEvent.Handled(deliver.Delivery), null, CancellationToken.None).ConfigureAwait(false);
    }

    private Task TellReset(PositionReset reset)
    {
        ClientLog.Reset(_logger, reset.Reason, reset.From, reset.To);
        Raise(this, Reset, reset, nameof(Reset));
        return Task.CompletedTask;
    }

    private Task TellSkipped(SkippedMessages skipped)
    {
        ClientInstruments.Skipped.Add(skipped.To - skipped.From + 1, ClientInstruments.Reason(skipped.Reason));
        ClientLog.Skipped(_logger, skipped.From, skipped.To, skipped.Reason);
        Raise(this, Skipped, skipped, nameof(Skipped));
        return Task.CompletedTask;
    }

    private async Task ResolveAsync(CoreAction.Conflict conflict)
    {
        // What the application does here does not hold up the loop.
        await Task.Yield();
        StateChange? next = null;
        try
        {
            if (_calls.TryGetValue(conflict.Id, out var call) && call.OnConflict is { } ask) next = await ask(conflict.Met, _queue.Stopping).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // Told, and the change is given up: its author hears of the conflict.
            Tell(new ClientError("listener_failed", "A handler of a conflict has failed.", conflict.Id, exception));
        }

        await _driver.PostAsync(new CoreEvent.Resolved(conflict.Id, next)).ConfigureAwait(false);
    }

    private void Accept(Accepted accepted)
    {
        ClientInstruments.Sent.Add(1);
        if (_calls.TryRemove(accepted.Id, out var call)) call.Accept(accepted);
    }

    private void Reject(CoreAction.Reject reject)
    {
        ClientInstruments.Rejected.Add(1, ClientInstruments.Code(reject.Code));
        var isHeard = _calls.TryRemove(reject.Id, out var call) && call.Reject(new NetraException(reject.Code, reject.Message));
        if (!isHeard) Tell(new ClientError(reject.Code, reject.Message, reject.Id));
    }

    private void RejectCalls(NetraException exception)
    {
        foreach (var id in _calls.Keys)
        {
            if (_calls.TryRemove(id, out var call)) call.Reject(exception);
        }
    }

    private void Tell(ClientError error)
    {
        ClientInstruments.Errors.Add(1, ClientInstruments.Code(error.Code));
        ClientLog.Error(_logger, error.Cause, error.Code, error.Message, error.Ref);
        Raise(this, Error, error, nameof(Error));
    }

    // One watcher that throws does not keep the others from hearing it.
    private void Raise<T>(object sender, EventHandler<T>? watchers, T value, string name)
    {
        foreach (var watcher in Delegate.EnumerateInvocationList(watchers))
        {
            try
            {
                watcher(sender, value);
            }
            catch (Exception exception)
            {
                // Logged and not told by Error: a watcher of errors that throws must not call itself for ever.
                ClientLog.WatcherFailed(_logger, exception, name);
            }
        }
    }

    private sealed class Listener(NetraClient client) : IDriverListener
    {
        public void Tell(CoreAction action) => client.Tell(action);

        public void Error(ClientError error) => client.Tell(error);

        public void Failed(Exception exception)
        {
            ClientLog.Failed(client._logger, exception);
            client.Tell(new ClientError("fault", "The client has failed.", null, exception));
            client.Connected(new ConnectionStatus { State = ConnectionState.Closed, Reason = "fault" });
            client.RejectCalls(new NetraException(ClosedCode, "The client has failed.", exception));
        }
    }
}

using Netra.Protocol;

namespace Netra.Client;

/// <summary>The state machine of docs/client.md: events in, actions out. It knows no socket, no clock and no chance. Not thread-safe.</summary>
internal sealed class ClientCore
{
    /// <summary>After so many refusals in a row of what the client asks for itself, it asks on another connection.</summary>
    private const int MaxRefusals = 5;

    private readonly CoreOptions _options;
    private readonly CoreContext _context;
    private readonly StateDocument _document;
    private readonly Outbox _outbox;
    private readonly Delivery _delivery;
    private readonly Link _link;
    private string? _userId;
    private int _refusals;

    /// <param name="options">What it begins with.</param>
    /// <param name="random">From 0 up to, not including, 1.</param>
    public ClientCore(CoreOptions options, Func<double> random)
    {
        _options = options;
        _userId = options.UserId ?? options.Record?.UserId;
        _context = new CoreContext(options.Numbers, random);
        _document = new StateDocument(_context);
        _outbox = new Outbox(_context, _document, options.Outbox);
        _delivery = new Delivery(_context, options.Record, () => _userId);
        _link = new Link(_context, _outbox.Disconnected);
    }

    /// <summary>How many frames came again.</summary>
    public long Duplicates => _delivery.Duplicates;

    /// <summary>How many entries the outbox has.</summary>
    public int Waiting => _outbox.Count;

    /// <summary>What to do about an event.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="now">Milliseconds of any clock that does not go back.</param>
    public IReadOnlyList<CoreAction> Handle(CoreEvent happened, long now)
    {
        _context.Now = now;
        Take(happened);
        _outbox.Settle();
        _delivery.Settle();
        return _context.Take();
    }

    private void Take(CoreEvent happened)
    {
        switch (happened)
        {
            case CoreEvent.Connect: _link.Connect(); break;
            case CoreEvent.Disconnect: Disconnect(); break;
            case CoreEvent.Wake: _link.Wake(); break;
            case CoreEvent.Hide: _delivery.Acknowledge(); break;
            case CoreEvent.Token token: _link.TakeToken(token.Value, () => Query(token.Value)); break;
            case CoreEvent.TokenFailed failed: _link.TokenFailed(failed.IsFinal); break;
            case CoreEvent.FrameReceived received: TakeFrame(received.Frame); break;
            case CoreEvent.BadFrame: BreakOff(); break;
            case CoreEvent.Closed closed: _link.Closed(closed.Code, closed.Reason); break;
            case CoreEvent.Refused refused:
                _link.Closed(CloseVerdict.CodeOfStatus(refused.Status), $"http {refused.Status}", refused.RetryAfterMs);
                break;
            case CoreEvent.TimerFired fired: Fire(fired.Timer); break;
            case CoreEvent.Handled handled: _delivery.Handled(handled.Delivery); break;
            case CoreEvent.Send send: _outbox.Add(OutboxRecord.Message(send.Id, send.Type, send.Payload)); break;
            case CoreEvent.ChangeState change: _outbox.Add(OutboxRecord.Of(change.Id, change.Change), change.Ask); break;
            case CoreEvent.Resolved resolved: _outbox.Resolve(resolved.Id, resolved.Change); break;
            default: throw new ArgumentOutOfRangeException(nameof(happened));
        }
    }

    private void Fire(TimerName timer)
    {
        if (!_context.Fired(timer)) return;
        if (timer == TimerName.Ack) _delivery.Acknowledge();
        else if (timer == TimerName.Outbox) _outbox.Pump();
        else if (timer == TimerName.Resume) _delivery.Resume();
        else if (timer == TimerName.State) _document.Ask();
        else _link.Fire(timer);
    }

    private void Disconnect()
    {
        _delivery.Acknowledge();
        _link.Disconnect();
    }

    private OpenQuery Query(string token)
    {
        _delivery.Open();
        var epoch = _delivery.Position.Epoch;
        return new OpenQuery(
            token,
            _options.ClientId,
            epoch is null ? _options.Start : null,
            epoch is null ? null : _delivery.Position.Value,
            epoch,
            _document.IsKnown ? _document.Version : null);
    }

    private void BreakOff() => _link.Break(CloseCode.BadRequest, "bad_frame");

    private void TakeFrame(ServerFrame frame)
    {
        try
        {
            _link.Hear();
            if (frame.Type == FrameTypes.ConnectionEstablished) Establish(Established.From(frame.Payload));
            else if (_context.IsConnected) TakeControlOrMessage(frame);
        }
        catch (MalformedFrameException)
        {
            // Every frame is read whole before anything follows from it.
            BreakOff();
        }
    }

    private void Establish(Established established)
    {
        if (_userId is not null && established.UserId != _userId)
        {
            _link.End(CloseCode.Normal, "user_changed");
            return;
        }

        if (!_link.Establish(established.Resumed, established.HeartbeatIntervalMs)) return;
        _userId = established.UserId;
        _refusals = 0;
        if (_delivery.Begin(established)) _document.Forget();
        _outbox.Connected(established.MaxMessageBytes, established.MessagesPerSecond);
    }

    private void TakeControlOrMessage(ServerFrame frame)
    {
        switch (frame.Type)
        {
            case FrameTypes.Ping: _context.Send(ClientFrames.Pong); break;
            case FrameTypes.Reconnect: _link.ComeBack(new FrameMembers(frame.Payload).Integer("after_ms")); break;
            case FrameTypes.Resumed:
                _refusals = 0;
                if (!_delivery.Resumed(frame)) _link.Again();
                break;
            case FrameTypes.Skipped: _delivery.Skip(frame); break;
            case FrameTypes.Ack: TakeAck(new FrameMembers(frame.Payload)); break;
            case FrameTypes.Error: TakeError(ErrorFrame.From(frame.Payload)); break;
            case FrameTypes.Pong or FrameTypes.AuthOk or FrameTypes.History: break;
            case FrameTypes.StateSnapshot or FrameTypes.StateResync or FrameTypes.CurrentState or FrameTypes.StateUpdated or FrameTypes.VersionConflict:
                TakeState(frame, new FrameMembers(frame.Payload));
                break;
            default: _delivery.Take(frame, isDelivered: true); break;
        }
    }

    private void TakeState(ServerFrame frame, FrameMembers members)
    {
        switch (frame.Type)
        {
            case FrameTypes.StateUpdated:
                var (version, change) = (members.Integer("version"), StateChange.From(members));
                // One that was had or is left for later changes nothing, but it can still be the answer that a change waits for.
                if (_delivery.Take(frame, isDelivered: false)) _document.Update(version, change);
                _outbox.Accept(frame.Id, isDuplicate: false, frame.Seq);
                break;
            case FrameTypes.VersionConflict:
                _outbox.Conflict(frame.Id, members.Integer("server_version"), members.Object("state"));
                break;
            case FrameTypes.CurrentState:
                _refusals = 0;
                _document.Raise(members.Integer("version"), members.Object("state"));
                _outbox.Pump();
                break;
            default:
                _document.Replace(members.Integer("version"), members.Object("state"));
                _outbox.Pump();
                break;
        }
    }

    private void TakeAck(FrameMembers members) =>
        _outbox.Accept(members.Text("id"), members.OptionalFlag("duplicate"), members.OptionalInteger("seq"));

    private void TakeError(ErrorFrame error)
    {
        if (error.Code == ErrorCodes.TokenExpiring.Name) _link.Refresh();
        else if (error.Ref == OwnIds.Auth) _link.RefreshFailed();
        else if (error.Ref == OwnIds.Resume) AskAgain(TimerName.Resume, error.RetryAfterMs);
        else if (error.Ref == OwnIds.State) AskAgain(TimerName.State, error.RetryAfterMs);
        else if (!_outbox.Fail(error)) _context.Do(new CoreAction.TellError(error.Code, error.Message, error.Ref));
    }

    // Without its answer this connection is of little use: it is asked for again, and in the end on another connection.
    private void AskAgain(TimerName timer, long? retryAfterMs)
    {
        _refusals++;
        if (_refusals == MaxRefusals) _link.Break(CloseCode.Normal, "refused");
        else if (retryAfterMs is { } ms) _context.SetTimer(timer, ms);
        else _context.SetTimer(timer, _context.Numbers.FirstDelay);
    }
}

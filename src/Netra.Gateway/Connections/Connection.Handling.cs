using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>What a client's frames do (protocol section 2.2). Runs in the receive loop, one frame at a time.</summary>
internal sealed partial class Connection
{
    /// <summary>Why a client that was connected gets the state whole.</summary>
    private const string ReconnectionReason = "reconnection";

    private ValueTask HandleAsync(in ClientFrame frame) => frame.Kind switch
    {
        ClientFrameKind.Application => ForwardAsync(frame),
        ClientFrameKind.Ping => SendAsync(ServerFrames.Pong(frame.Id, services.NowMs(), frame.Payload.Span)),
        ClientFrameKind.Pong => NotePong(),
        ClientFrameKind.Ack => AcknowledgeAsync(frame),
        ClientFrameKind.Resume => ResumeAsync(frame),
        ClientFrameKind.Auth => RenewTokenAsync(frame),
        ClientFrameKind.History => HistoryAsync(frame),
        ClientFrameKind.GetCurrentState => SendStateAsync(frame),
        ClientFrameKind.StateUpdate => ForwardStateUpdateAsync(frame),
        ClientFrameKind.PartialStateUpdate => ForwardPartialStateUpdateAsync(frame),
        _ => SendErrorAsync(frame.Id, new FrameError(ErrorCodes.ReservedType, $"'{frame.Type}' can't be sent to this server.")),
    };

    private ValueTask SendErrorAsync(string? id, FrameError error) =>
        SendAsync(ErrorFrame(error.Ref is null ? error with { Ref = id } : error));

    private ReadOnlyMemory<byte> ErrorFrame(FrameError error)
    {
        services.Instruments.NoteError(error.Code);
        return ServerFrames.Error(error, services.NowMs());
    }

    /// <summary>Says that the user's grain did not do what was asked.</summary>
    private ValueTask SendFailureAsync(string? id, Exception exception, string what)
    {
        GatewayLog.CallFailed(services.Logger, identity.Id, what, exception);
        var message = exception is UserUnavailableException
            ? exception.Message
            : $"The {what} was not confirmed in time. It may or may not have been handled.";
        return SendErrorAsync(id, new FrameError(ErrorCodes.Internal, message) { RetryAfterMs = (long)Options.MaxRetryDelay.TotalMilliseconds });
    }

    private ValueTask AcknowledgeAsync(in ClientFrame frame)
    {
        if (!ControlPayloads.TryReadAck(frame.Payload, out var seq, out var error)) return SendErrorAsync(frame.Id, error);
        NoteAcknowledged(Math.Min(seq, Volatile.Read(ref _highestSent)));
        return ValueTask.CompletedTask;
    }

    private async ValueTask ResumeAsync(ClientFrame frame)
    {
        if (!ControlPayloads.TryReadResume(frame.Payload, out var position, out var error))
        {
            await SendErrorAsync(frame.Id, error);
            return;
        }

        await ForwardedAsync();
        try
        {
            var result = await _user.ResumeAsync(identity.Id, position);
            if (!result.Known && await ReattachAsync()) result = await _user.ResumeAsync(identity.Id, position);
            if (result.Known) RestartAt(frame.Id, result);
            else throw new UserUnavailableException("The connection is not on its user's list.");
        }
        catch (Exception exception)
        {
            await SendFailureAsync(frame.Id, exception, "resume");
        }
    }

    /// <summary>Answers <c>resumed</c> and begins anew at the place. Frames that are queued already go out before it.</summary>
    private void RestartAt(string? id, ResumeResult result)
    {
        bool send, pull = false;
        var now = services.NowMs();
        var place = result.Place;
        lock (_gate)
        {
            if (_isEnding || _close is not null) return;
            _generation++;
            BeginRun(place.Cursor);
            Volatile.Write(ref _cursor, place.Cursor);
            _expeditedUpTo = _aheadCursor = 0;
            // A replay from before the missed change meets it again. One from behind it does not: the state stays owed unless it comes now.
            if (result.Resync is not null || place.Cursor < _resyncAfter) _resyncHead = 0;
            // What the client's own state holds is not known: it may go back because it has lost it.
            _stateCurrentAt = result.Resync is null ? 0 : place.ReplayTo;
            _knownHead = Math.Max(_knownHead, place.ReplayTo);
            Queue(ServerFrames.Resumed(id, now, OutcomeOf(place)));
            if (result.Resync is { } state)
                Queue(ServerFrames.StateResync(now, state.Version, state.Json.Span, place.ResetReason?.WireName() ?? ReconnectionReason));
            if (!_isPulling && _cursor < _knownHead) pull = BeginCatchUp(CatchUpCauses.Resume);
            send = TakeSending();
        }

        if (send) _ = SendLoopAsync();
        if (pull) _ = CatchUpAsync();
    }

    private async ValueTask HistoryAsync(ClientFrame frame)
    {
        if (!ControlPayloads.TryReadHistory(frame.Payload, out var after, out var limit, out var error))
        {
            await SendErrorAsync(frame.Id, error);
            return;
        }

        await ForwardedAsync();
        try
        {
            var page = await _user.ReadHistoryAsync(after, limit);
            await SendAsync(ServerFrames.History(frame.Id, services.NowMs(), page.Frames, page.HasMore));
        }
        catch (Exception exception)
        {
            await SendFailureAsync(frame.Id, exception, "history");
        }
    }

    private async ValueTask SendStateAsync(ClientFrame frame)
    {
        await ForwardedAsync();
        try
        {
            var state = await _user.ReadStateAsync();
            await SendAsync(ServerFrames.CurrentState(frame.Id, services.NowMs(), state.Version, state.Json.Span));
        }
        catch (Exception exception)
        {
            await SendFailureAsync(frame.Id, exception, "get_current_state");
        }
    }
}

using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>
/// Catching up: pages of the log are read, as fast as the socket drains, until the cursor meets the head. At a connection's begin what matters
/// most is read ahead of its turn first (protocol section 3).
/// </summary>
internal sealed partial class Connection
{
    /// <summary>The end of the run that is sent ahead, which the ordinary run passes in silence up to here; 0 without one.</summary>
    private long _expeditedUpTo;

    /// <summary>How far the run ahead has come; it is over at <see cref="_expeditedUpTo"/>. Neither the cursor nor what may be acknowledged.</summary>
    private long _aheadCursor;

    /// <summary>The client's state holds every change up to this seq: it got the state whole when this was the head.</summary>
    private long _stateCurrentAt;

    /// <summary>The head at the page that missed a change of the state, which has to be sent whole before anything further; 0 when none did.</summary>
    private long _resyncHead;

    /// <summary>The seq behind which that state is owed.</summary>
    private long _resyncAfter;

    /// <summary>Since when and why it catches up, for the metrics; a time of 0 where it never began to.</summary>
    private (long Since, string Cause) _catchUp = (0, "");

    private bool IsSendingAhead => _aheadCursor < _expeditedUpTo;

    /// <summary>Caller holds the gate, and runs <see cref="CatchUpAsync"/>. Always true.</summary>
    private bool BeginCatchUp(string cause)
    {
        _catchUp = (services.Time.GetTimestamp(), cause);
        services.Instruments.NoteCatchUp(cause);
        return _isPulling = true;
    }

    /// <summary>Reads pages until the cursor meets the head. One at a time: whoever called <see cref="BeginCatchUp"/> runs it.</summary>
    private async Task CatchUpAsync()
    {
        try
        {
            var delay = Options.FirstRetryDelay;
            var wasUnknown = false;
            while (true)
            {
                switch (await CatchUpOnceAsync())
                {
                    case CatchUpStep.Ended:
                        return;
                    case CatchUpStep.WentOn:
                        delay = Options.FirstRetryDelay;
                        wasUnknown = false;
                        continue;
                    case CatchUpStep.Unknown when !await ReattachAsync():
                        return;
                    case CatchUpStep.Unknown when !wasUnknown:
                        wasUnknown = true;
                        continue;
                }

                // The grain did not answer, or knows neither the connection nor what was pushed already: it moves. Ask again in a moment.
                await Task.Delay(delay, services.Time, _ended.Token);
                delay = Longer(delay);
            }
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
            // The connection has ended.
        }
        catch (Exception exception)
        {
            GatewayLog.ConnectionFailed(services.Logger, identity.Id, exception);
            Close(CloseCode.InternalError, "internal error");
        }
    }

    /// <summary>Waits for room, sends the state where one is owed, or else reads the next page.</summary>
    private async Task<CatchUpStep> CatchUpOnceAsync()
    {
        PullRequest request;
        int generation;
        bool owesState;
        Task? room = null;
        lock (_gate)
        {
            if (_isEnding || _close is not null) return CatchUpStep.Ended;
            if (_queue.Count > Options.MaxQueuedFrames / 2 || _queue.Bytes > Options.MaxQueuedBytes / 2) room = RoomAsync();
            var isAhead = IsSendingAhead;
            request = new PullRequest(identity.Id, isAhead ? _aheadCursor : _cursor, Options.MaxQueuedFrames / 2, Options.MaxQueuedBytes / 2)
            {
                OnlyExpedited = isAhead,
                ExpeditedUpTo = _expeditedUpTo,
            };
            generation = _generation;
            owesState = _resyncHead > 0;
        }

        if (room is not null)
        {
            await room;
            return CatchUpStep.WentOn;
        }

        if (owesState) return await TryReadStateAsync() is { } state ? TakeState(state, generation) : CatchUpStep.Failed;
        return await TryPullAsync(request) switch
        {
            null => CatchUpStep.Failed,
            { Known: false } => CatchUpStep.Unknown,
            { } page => TakePage(page, request.OnlyExpedited, generation),
        };
    }

    private async Task<PullResult?> TryPullAsync(PullRequest request)
    {
        try
        {
            return await _user.PullAsync(request);
        }
        catch (Exception exception)
        {
            GatewayLog.PullFailed(services.Logger, identity.Id, exception.Message);
            return null;
        }
    }

    private async Task<UserState?> TryReadStateAsync()
    {
        try
        {
            return await _user.ReadStateAsync();
        }
        catch (Exception exception)
        {
            GatewayLog.StateReadFailed(services.Logger, identity.Id, exception.Message);
            return null;
        }
    }

    /// <summary>Queues a page, of either run.</summary>
    private CatchUpStep TakePage(PullResult page, bool isAhead, int generation)
    {
        bool send;
        CatchUpStep step;
        lock (_gate)
        {
            // Behind the close frame nothing may come: the socket would be cut before the client has read why.
            if (_isEnding || _close is not null) return CatchUpStep.Ended;
            if (generation != _generation) return CatchUpStep.WentOn;
            _knownHead = Math.Max(_knownHead, page.HeadSeq);
            step = isAhead ? QueueAhead(page) : QueueInTurn(page);
            send = _queue.Count > 0 && TakeSending();
        }

        if (send) _ = SendLoopAsync();
        return step;
    }

    /// <summary>Caller holds the gate. Failed when the page brought nothing though more is known to be there.</summary>
    private CatchUpStep QueueAhead(PullResult page)
    {
        var before = _aheadCursor;
        _aheadCursor = Math.Max(before, QueuePage(page));
        NoteAhead(page.Seqs);
        return _aheadCursor > before ? CatchUpStep.WentOn : CatchUpStep.Failed;
    }

    /// <summary>Caller holds the gate. Failed when the page brought nothing though more is known to be there.</summary>
    private CatchUpStep QueueInTurn(PullResult page)
    {
        var before = _cursor;
        Volatile.Write(ref _cursor, Math.Max(before, QueuePage(page)));
        if (_cursor > before) _highestSent = Math.Max(_highestSent, _cursor);
        if (TryGoLive()) return CatchUpStep.Ended;
        return _cursor > before || _resyncHead > 0 ? CatchUpStep.WentOn : CatchUpStep.Failed;
    }

    /// <summary>
    /// Queues what a page has in the order of the seqs, until the queue is full, or the state has to come first. Caller holds the gate.
    /// </summary>
    /// <returns>The seq up to which everything is queued or passed.</returns>
    private long QueuePage(PullResult page)
    {
        int frame = 0, range = 0;
        var upTo = 0L;
        while (frame < page.Frames.Length || range < page.Skipped.Length)
        {
            if (upTo > 0 && !HasRoom) return upTo;
            if (range == page.Skipped.Length || (frame < page.Frames.Length && page.Seqs[frame] < page.Skipped[range].From))
            {
                Queue(page.Frames[frame]);
                services.Instruments.FramesReplayed.Add(1);
                if (page.Traces is { } traces) NoteQueued(traces, page.Seqs[frame], isReplay: true);
                upTo = page.Seqs[frame++];
                continue;
            }

            var skipped = page.Skipped[range++];
            Queue(ServerFrames.Skipped(services.NowMs(), skipped.From, skipped.To, skipped.Reason));
            (_memory ??= new DeliveryMemory()).NoteSkipped(skipped);
            upTo = skipped.To;
            if (!page.StateMissed || upTo <= _stateCurrentAt) continue;
            _resyncHead = page.HeadSeq;
            _resyncAfter = upTo;
            return upTo;
        }

        return page.UpToSeq;
    }

    /// <summary>Queues the state in the place of a change that will not come.</summary>
    private CatchUpStep TakeState(UserState state, int generation)
    {
        bool send, isLive;
        lock (_gate)
        {
            if (_isEnding || _close is not null) return CatchUpStep.Ended;
            if (generation != _generation) return CatchUpStep.WentOn;
            Queue(ServerFrames.StateResync(services.NowMs(), state.Version, state.Json.Span, ReconnectionReason));
            _stateCurrentAt = Math.Max(_stateCurrentAt, _resyncHead);
            _resyncHead = 0;
            isLive = TryGoLive();
            send = TakeSending();
        }

        if (send) _ = SendLoopAsync();
        return isLive ? CatchUpStep.Ended : CatchUpStep.WentOn;
    }

    /// <summary>Ends the catching up once the cursor has met the head and nothing is owed. Caller holds the gate.</summary>
    private bool TryGoLive()
    {
        if (_cursor < _knownHead || _resyncHead > 0) return false;
        _isPulling = false;
        if (_catchUp.Since != 0) services.Instruments.NoteCaughtUp(_catchUp.Cause, services.Time.GetElapsedTime(_catchUp.Since));
        QueueHeldEphemeral();
        return true;
    }
}

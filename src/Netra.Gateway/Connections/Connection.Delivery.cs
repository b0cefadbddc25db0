using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>
/// The way of durable frames to the socket. Live: a pushed frame that is next goes straight to the queue. Catching up: pages are read after the
/// cursor, as fast as the socket drains, until they meet the head. Everything that goes wrong ends in the latter.
/// </summary>
internal sealed partial class Connection
{
    private static readonly byte[] EmptyState = "{}"u8.ToArray();

    /// <summary>The last seq that was queued for the socket.</summary>
    private long _cursor;

    /// <summary>
    /// The highest seq that was queued on this connection; 0 before the first. Not the cursor: that begins at a position which says nothing of
    /// what this connection has brought, and goes back with a <c>resume</c>.
    /// </summary>
    private long _highestSent;

    /// <summary>The highest durable seq that this gateway has heard of.</summary>
    private long _knownHead;

    /// <summary>Catching up. True from the start, until the first frames are queued.</summary>
    private bool _isPulling = true;

    /// <summary>Counts the client's resumes: a page that was asked for before one is void.</summary>
    private int _generation;

    private Task<bool>? _reattaching;

    /// <summary>Whether an attach is under way or waits for its next try.</summary>
    public bool IsReattaching => Volatile.Read(ref _reattaching) is not null;

    /// <summary>Asked to attach again while an attach was under way: the grain that takes that one may be the one that goes.</summary>
    private bool _reattachAgain;

    /// <summary>The last seq that was queued for the socket.</summary>
    public long Cursor => Volatile.Read(ref _cursor);

    /// <summary>Takes what became durable. Never waits.</summary>
    public void Deliver(UserPush push)
    {
        bool pull = false, send;
        lock (_gate)
        {
            if (_isEnding || _close is not null) return;
            _knownHead = Math.Max(_knownHead, push.HeadSeq);
            if (_isPulling) return;
            QueueLive(push);
            if (_cursor < _knownHead) pull = _isPulling = true;
            send = _queue.Count > 0 && TakeSending();
        }

        if (send) _ = SendLoopAsync();
        if (pull) _ = CatchUpAsync();
    }

    /// <summary>Takes word of a head from a lease renewal.</summary>
    public void NoteHead(long headSeq) => Deliver(new UserPush { User = identity.User, HeadSeq = headSeq });

    /// <summary>
    /// Puts the connection on its user's list again, after the grain lost it. Keeps trying for as long as the socket lives. False when the connection ends
    /// with it.
    /// </summary>
    public Task<bool> ReattachAsync()
    {
        lock (_gate)
        {
            if (_isEnding || _socket is null) return Task.FromResult(false);
            if (_reattaching is null) return _reattaching = RunReattachAsync();
            _reattachAgain = true;
            return _reattaching;
        }
    }

    /// <summary>Caller holds the gate.</summary>
    private void QueueLive(UserPush push)
    {
        for (var i = 0; i < push.Frames.Length; i++)
        {
            var seq = push.FirstSeq + i;
            if (seq <= _cursor) continue;
            if (seq != _cursor + 1 || !HasRoom) return;
            Queue(push.Frames[i]);
            _cursor = seq;
            _highestSent = Math.Max(_highestSent, seq);
        }
    }

    /// <summary>Reads pages until the cursor meets the head. One at a time: whoever set <see cref="_isPulling"/> runs it.</summary>
    private async Task CatchUpAsync()
    {
        try
        {
            var delay = Options.FirstRetryDelay;
            var wasUnknown = false;
            while (true)
            {
                PullRequest request;
                int generation;
                Task? room = null;
                lock (_gate)
                {
                    if (_queue.Count > Options.MaxQueuedFrames / 2 || _queue.Bytes > Options.MaxQueuedBytes / 2) room = RoomAsync();
                    if (_isEnding || _close is not null) return;
                    request = new PullRequest(identity.Id, _cursor, Options.MaxQueuedFrames / 2, Options.MaxQueuedBytes / 2);
                    generation = _generation;
                }

                if (room is not null)
                {
                    await room;
                    continue;
                }

                var page = await TryPullAsync(request);
                if (page is { Known: false })
                {
                    if (!await ReattachAsync()) return;
                    if (!wasUnknown)
                    {
                        wasUnknown = true;
                        continue;
                    }
                }
                else if (page is not null && TakePage(page, generation, out var isDone))
                {
                    if (isDone) return;
                    delay = Options.FirstRetryDelay;
                    wasUnknown = false;
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

    /// <summary>Queues a page. False when it brought nothing though more is known to be there.</summary>
    private bool TakePage(PullResult page, int generation, out bool isDone)
    {
        bool send;
        lock (_gate)
        {
            // Behind the close frame nothing may come: the socket would be cut before the client has read why.
            isDone = _isEnding || _close is not null;
            if (isDone) return true;
            if (generation != _generation) return true;
            var before = _cursor;
            _knownHead = Math.Max(_knownHead, page.HeadSeq);
            // What is missing between the cursor and the page fell to a limit while the client was connected.
            var first = page.Frames.Length == 0 ? page.HeadSeq + 1 : page.Seqs[0];
            if (first > _cursor + 1)
            {
                Queue(ServerFrames.Skipped(services.NowMs(), _cursor + 1, first - 1, SkipReason.Overflow));
                _cursor = first - 1;
            }

            foreach (var frame in page.Frames) Queue(frame);
            _cursor += page.Frames.Length;
            if (_cursor > before) _highestSent = Math.Max(_highestSent, _cursor);
            if (_cursor >= _knownHead)
            {
                isDone = true;
                _isPulling = false;
            }

            send = _queue.Count > 0 && TakeSending();
            if (_cursor == before && !isDone) return false;
        }

        if (send) _ = SendLoopAsync();
        return true;
    }

    private async Task<bool> RunReattachAsync()
    {
        // Leaves the caller's lock before anything else.
        await Task.Yield();
        try
        {
            var delay = Options.FirstRetryDelay;
            while (true)
            {
                lock (_gate) _reattachAgain = false;
                if (await TryAttachAsync() is { } isOnList)
                {
                    lock (_gate)
                    {
                        if (isOnList && _reattachAgain) continue;
                        _reattaching = null;
                        return isOnList;
                    }
                }

                await Task.Delay(delay, services.Time, _ended.Token);
                delay = Longer(delay);
            }
        }
        catch (OperationCanceledException)
        {
            // The connection has ended. A try that failed may have taken effect behind the detach.
            _ = DetachAsync();
            return false;
        }
    }

    /// <summary>Attaches with the cursor. Null when the grain did not answer; else whether the connection goes on.</summary>
    private async Task<bool?> TryAttachAsync()
    {
        try
        {
            return Apply(await _user.AttachAsync(AttachRequestOf(new StreamPosition(Cursor, _epoch))));
        }
        catch (Exception exception)
        {
            GatewayLog.ReattachFailed(services.Logger, identity.Id, exception.Message);
            return null;
        }
    }

    private bool Apply(AttachResult attached)
    {
        switch (attached.Status)
        {
            case AttachStatus.Attached:
                Home = attached.Home;
                if (_isEnding)
                {
                    // It ended meanwhile: its detach may have come before this attach.
                    _ = DetachAsync();
                    return false;
                }

                NoteHead(attached.HeadSeq);
                return true;
            case AttachStatus.Replaced:
                Close(CloseCode.Replaced, "replaced by a newer connection");
                return false;
            default:
                // The log lost history: the client finds out what that means for it when it comes back.
                Close(CloseCode.ServiceRestart, "the log was restored");
                return false;
        }
    }

    /// <summary>What to ask the user's grain for this connection.</summary>
    public AttachRequest AttachRequestOf(StreamPosition? cursor) => new()
    {
        Connection = identity.Id,
        Gateway = services.Gateway,
        Client = identity.Client,
        ClientIsOwn = identity.ClientIsOwn,
        ConnectedAtMs = identity.ConnectedAtMs,
        Cursor = cursor,
    };

    private TimeSpan Longer(TimeSpan delay) => delay * 2 < Options.MaxRetryDelay ? delay * 2 : Options.MaxRetryDelay;
}

using Netra.Abstractions;
using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains;

internal sealed partial class UserGrain
{
    public Task<AttachResult> AttachAsync(AttachRequest request) => RunAsync(log =>
        request.Cursor is { } cursor ? AttachOpenAsync(log, request, cursor) : AttachNewAsync(log, request));

    public Task<ResumeResult> ResumeAsync(ConnectionId connection, StreamPosition position) => RunAsync(async log =>
    {
        if (_connections.Find(connection) is null) return new ResumeResult(false, new StartingPlace());
        await FenceAsync(log, position);
        if (_connections.Find(connection) is not { } attached) return new ResumeResult(false, new StartingPlace());
        var place = PlaceOf(log, position);
        if (place.Resumed) await AcknowledgeAsync(log, attached, position.Seq);
        return new ResumeResult(true, place, place.ResetReason is null ? null : _state.Durable);
    });

    public Task<bool> AcknowledgeAsync(ConnectionId connection, long seq) => RunAsync(async log =>
    {
        if (_connections.Find(connection) is null) return false;
        if (seq > log.Durable.HeadSeq) await log.FenceAnewAsync();
        if (_connections.Find(connection) is not { } attached) return false;
        await AcknowledgeAsync(log, attached, Math.Min(seq, log.Durable.HeadSeq));
        return true;
    });

    /// <summary>
    /// An open connection whose grain was lost comes back with its cursor. It was admitted once; beside newer ones that came meanwhile it may be one too many
    /// all the same, and then it is the newest, or with the other policy the oldest, that goes.
    /// </summary>
    private async Task<AttachResult> AttachOpenAsync(CommitPipeline log, AttachRequest request, StreamPosition cursor)
    {
        // It stores nothing of its own, and is told a head: what was loaded has to be the latest, or the connection would wait for what another activation has.
        await FenceAsync(log, cursor);
        RemoveGone();
        return AttachOpen(log, request, cursor);
    }

    private AttachResult AttachOpen(CommitPipeline log, AttachRequest request, StreamPosition cursor)
    {
        if (_tokens.Refuses(request.Token)) return NotAttached(AttachStatus.TokenRevoked);
        // What it has had beyond the head is lost, and what comes in its place would be taken for it.
        if (cursor.Epoch != log.Durable.Epoch || cursor.Seq > log.Durable.HeadSeq) return NotAttached(AttachStatus.EpochChanged);
        if (_connections.Find(request.Connection) is null && _ended.TryFindOpen(request.Connection, request.ConnectedAtMs, NowMs(), out var closeReason))
            return closeReason is null ? throw GivenUp() : NotAttached(AttachStatus.Disconnected) with { CloseReason = closeReason };
        var others = _connections.All.Where(other => other.Client == request.Client && other.Id != request.Connection).ToList();
        if (others.Exists(other => ConnectionRules.IsNewer(other, request))) return NotAttached(AttachStatus.Replaced);

        foreach (var other in others) Replace(other);

        if (!_sessions.TryGet(request.Client, out _))
            _sessions.Put(new Session(new SessionRecord(request.Client, cursor.Seq, null, NowMs()), IsStored: false));
        var added = Add(request);
        var surplus = ConnectionRules.FindSurplus(_connections.All, request);
        foreach (var other in surplus.Where(other => other != added)) CloseSurplus(other, request.Policy);
        if (!surplus.Contains(added)) return Attached(log.Durable, new StartingPlace { Cursor = cursor.Seq, ReplayTo = log.Durable.HeadSeq });
        Remove(added);
        return NotAttached(request.Policy == ConnectionPolicy.CloseOldest ? AttachStatus.Replaced : AttachStatus.ConnectionLimit);
    }

    private async Task<AttachResult> AttachNewAsync(CommitPipeline log, AttachRequest request)
    {
        await log.SweepAsync();
        // The sweep may have waited for storage: whoever has gone meanwhile takes no place.
        RemoveGone();
        if (_tokens.Refuses(request.Token)) return NotAttached(AttachStatus.TokenRevoked);
        if (_ended.TryFind(request.Connection, NowMs(), out _)) throw GivenUp();
        if (ConnectionRules.Refuses(_connections.All, request)) return NotAttached(AttachStatus.ConnectionLimit);

        // What the client is told is one moment's: the log may move on while its session is stored.
        var head = log.Durable;
        var place = PlaceOf(log, request);
        place = place with { HasExpedited = log.FindFrame(place.Cursor, place.ReplayTo, expedited: true) != 0 };
        var stateToSend = StateForAsync(request, place).AsTask();
        var stored = BeginSession(log, request, place);
        var added = Add(request);
        added.IsPending = true;
        try
        {
            // The place was found by what was loaded: a commit behind that says that it was the latest.
            await Task.WhenAll(stored?.Durable ?? FenceAsync(log, request.Resume, request.StateVersion), stateToSend);
        }
        catch when (_connections.Find(request.Connection) is { } attached)
        {
            // The caller is told that it is not attached, and the older connection goes on.
            Remove(attached);
            throw;
        }
        catch (Exception exception) when (exception is CommitConflictException or AcceptanceLostException)
        {
            // Not again: nobody waits for it.
            throw GivenUp();
        }

        if (Finish(added, request) is { } refused) return refused;
        if (place.Resumed) ShowAcknowledged(request.Client, request.Resume!.Value.Seq);
        return Attached(head, place) with { State = await stateToSend };
    }

    /// <summary>
    /// A new connection's session is stored: now it counts, and takes the place of whoever has to go for it. Not before: those stay if it fails. Null when
    /// it is attached.
    /// </summary>
    private AttachResult? Finish(AttachedConnection added, AttachRequest request)
    {
        RemoveGone();
        if (_tokens.Refuses(request.Token))
        {
            Remove(added);
            return NotAttached(AttachStatus.TokenRevoked);
        }

        // What ended it meanwhile is told by the close that is on its way to its gateway.
        if (added.IsClosed) return null;
        // Its gateway took it off the list, or its lease ended: the older connection goes on.
        if (_connections.Find(added.Id) != added) throw GivenUp();
        added.IsPending = false;
        var surplus = ConnectionRules.FindSurplus(_connections.All, request);
        if (surplus.Contains(added))
        {
            // While it waited open ones came back, or others were let in by another rule.
            Remove(added);
            return NotAttached(AttachStatus.ConnectionLimit);
        }

        foreach (var older in _connections.OfSessionBefore(added)) Replace(older);
        foreach (var other in surplus) CloseSurplus(other, request.Policy);
        return null;
    }

    private static UserUnavailableException GivenUp() => new("The connection was given up by its gateway.");

    private static AttachResult NotAttached(AttachStatus status) => new() { Status = status };

    private AttachResult Attached(UserHead head, StartingPlace place) => new()
    {
        Status = AttachStatus.Attached,
        Home = silo.SiloAddress,
        Epoch = head.Epoch,
        HeadSeq = head.HeadSeq,
        OldestSeq = head.OldestSeq,
        Place = place,
        StateVersion = head.StateVersion,
    };

    private AttachedConnection Add(AttachRequest request)
    {
        var leaseUntil = NowMs() + (long)_options.LeaseDuration.TotalMilliseconds;
        var added = new AttachedConnection(request, leaseUntil);
        if (_connections.Find(request.Connection) is { } known)
        {
            _connections.Remove(known);
            added.Renew(known.LastSeenAtMs, leaseUntil);
        }

        _connections.Add(added);
        return added;
    }

    private StartingPlace PlaceOf(CommitPipeline log, AttachRequest request)
    {
        if (request.Resume is { } position) return PlaceOf(log, position);
        var beforeFirst = log.Durable.FirstRetainedSeq - 1;
        if (_sessions.TryGet(request.Client, out var session))
        {
            return session.Record.Position < beforeFirst
                ? Reset(log, ResetReason.Retention)
                : new StartingPlace { Cursor = Math.Min(session.Record.Position, log.Durable.HeadSeq), ReplayTo = log.Durable.HeadSeq };
        }

        var cursor = request.Start switch
        {
            StartPosition.Head => log.Durable.HeadSeq,
            StartPosition.Oldest => beforeFirst,
            _ => Math.Max(beforeFirst, _sessions.HighestAcked ?? 0),
        };
        return new StartingPlace { Cursor = cursor, ReplayTo = log.Durable.HeadSeq };
    }

    private static StartingPlace PlaceOf(CommitPipeline log, StreamPosition position) => position switch
    {
        _ when position.Epoch is { } epoch && epoch != log.Durable.Epoch => Reset(log, ResetReason.EpochChanged),
        _ when position.Seq > log.Durable.HeadSeq => Reset(log, ResetReason.Ahead),
        _ when position.Seq < log.Durable.FirstRetainedSeq - 1 => Reset(log, ResetReason.Retention),
        _ => new StartingPlace { Cursor = position.Seq, Resumed = true, ReplayTo = log.Durable.HeadSeq },
    };

    /// <summary>
    /// Completes when the log is known to be the latest. Whoever names a place or a version that it does not have may have it from another activation; then that is seen
    /// by a commit that begins now.
    /// </summary>
    private static Task FenceAsync(CommitPipeline log, StreamPosition? named, long? namedVersion = null)
    {
        var head = log.Durable;
        var isUnknown = (named?.Epoch is { } epoch && epoch != head.Epoch) || named?.Seq > head.HeadSeq || namedVersion > head.StateVersion;
        return isUnknown ? log.FenceAnewAsync() : log.FenceAsync();
    }

    private static StartingPlace Reset(CommitPipeline log, ResetReason reason) =>
        new() { Cursor = log.Durable.FirstRetainedSeq - 1, ResetReason = reason, ReplayTo = log.Durable.HeadSeq };

    /// <summary>Remembers the session, and its position where it resumed. Answers the commit to wait for, where there is one.</summary>
    private StagedCommit? BeginSession(CommitPipeline log, AttachRequest request, StartingPlace place)
    {
        var known = _sessions.TryGet(request.Client, out var session);
        var record = known ? session.Record : new SessionRecord(request.Client, place.Cursor, null, 0);
        var staged = Math.Max(session.StagedAckedSeq, place.Resumed ? request.Resume!.Value.Seq : 0);
        record = record with { LastSeenMs = NowMs() };
        var store = staged > 0 || (known ? session.IsStored : request.ClientIsOwn);
        _sessions.Put(new Session(record, store, staged));
        if (_sessions.Count > _options.MaxSessions) ForgetOldSessions(log);
        return store ? log.SaveSession(request.Client, WithAcked(record, staged)) : null;
    }

    private async Task AcknowledgeAsync(CommitPipeline log, AttachedConnection connection, long seq)
    {
        if (!_sessions.TryGet(connection.Client, out var session)) session = new Session(new SessionRecord(connection.Client, 0, null, 0), false);
        if (seq <= (session.Record.AckedSeq ?? 0)) return;
        // A lower one that comes while a higher one is on its way must not overwrite it.
        var staged = Math.Max(seq, session.StagedAckedSeq);
        var record = session.Record with { LastSeenMs = NowMs() };
        _sessions.Put(new Session(record, IsStored: true, staged));
        await log.SaveSession(connection.Client, WithAcked(record, staged)).Durable;
        ShowAcknowledged(connection.Client, staged);
    }

    /// <summary>From here on a position counts: it is on durable storage.</summary>
    private void ShowAcknowledged(ClientId client, long seq)
    {
        if (_sessions.TryGet(client, out var session)) _sessions.Put(session with { Record = WithAcked(session.Record, seq) });
        ShowLevels();
    }

    private static SessionRecord WithAcked(SessionRecord record, long seq) =>
        seq > (record.AckedSeq ?? 0) ? record with { AckedSeq = seq } : record;
}

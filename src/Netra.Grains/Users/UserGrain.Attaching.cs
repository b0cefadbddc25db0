using Netra.Abstractions;
using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains;

internal sealed partial class UserGrain
{
    public Task<AttachResult> AttachAsync(AttachRequest request) => RunAsync(log =>
        request.Cursor is { } cursor ? Task.FromResult(AttachOpen(log, request, cursor)) : AttachNewAsync(log, request));

    public Task DetachAsync(ConnectionId connection)
    {
        if (_connections.Find(connection) is { } attached) Remove(attached);
        return Task.CompletedTask;
    }

    public Task<LeaseAnswer[]> RenewAsync(UserLeases leases) => RunAsync(log =>
    {
        var renewals = leases.Renewals;
        var leaseUntil = NowMs() + (long)_options.LeaseDuration.TotalMilliseconds;
        var answers = new LeaseAnswer[renewals.Length];
        for (var i = 0; i < renewals.Length; i++)
        {
            var connection = _connections.Find(renewals[i].Connection);
            connection?.Renew(renewals[i].LastSeenAtMs, leaseUntil);
            answers[i] = new LeaseAnswer(connection is not null, log.Durable.HeadSeq);
        }

        return Task.FromResult(answers);
    });

    public Task<ResumeResult> ResumeAsync(ConnectionId connection, StreamPosition position) => RunAsync(async log =>
    {
        if (_connections.Find(connection) is not { } attached) return new ResumeResult(false, new StartingPlace());
        var place = PlaceOf(log, position);
        if (place.Resumed) await AcknowledgeAsync(log, attached, position.Seq);
        return new ResumeResult(true, place, place.ResetReason is null ? null : _state.Durable);
    });

    public Task<bool> AcknowledgeAsync(ConnectionId connection, long seq) => RunAsync(async log =>
    {
        if (_connections.Find(connection) is not { } attached) return false;
        await AcknowledgeAsync(log, attached, Math.Min(seq, log.Durable.HeadSeq));
        return true;
    });

    /// <summary>An open connection whose grain was lost comes back with its cursor. It was admitted once and is not counted again.</summary>
    private AttachResult AttachOpen(CommitPipeline log, AttachRequest request, StreamPosition cursor)
    {
        if (cursor.Epoch != log.Durable.Epoch) return new AttachResult { Status = AttachStatus.EpochChanged };
        var others = _connections.All.Where(other => other.Client == request.Client && other.Id != request.Connection).ToList();
        if (others.Exists(other => other.ConnectedAtMs > request.ConnectedAtMs
            || (other.ConnectedAtMs == request.ConnectedAtMs && other.Id.Value.CompareTo(request.Connection.Value) > 0)))
        {
            return new AttachResult { Status = AttachStatus.Replaced };
        }

        foreach (var other in others) Replace(other);

        if (!_sessions.TryGet(request.Client, out _))
            _sessions.Put(new Session(new SessionRecord(request.Client, cursor.Seq, null, NowMs()), IsStored: false));
        Add(request);
        return Attached(log.Durable, new StartingPlace { Cursor = cursor.Seq, ReplayTo = log.Durable.HeadSeq });
    }

    private async Task<AttachResult> AttachNewAsync(CommitPipeline log, AttachRequest request)
    {
        await log.SweepAsync();
        if (_connections.All.Count(connection => connection.Client != request.Client) >= request.ConnectionLimit)
            return new AttachResult { Status = AttachStatus.ConnectionLimit };

        // What the client is told is one moment's: the log may move on while its session is stored.
        var head = log.Durable;
        var place = PlaceOf(log, request);
        place = place with { HasExpedited = log.FindFrame(place.Cursor, place.ReplayTo, expedited: true) != 0 };
        var stateToSend = StateForAsync(request, place).AsTask();
        var stored = BeginSession(log, request, place);
        var added = Add(request);
        try
        {
            await Task.WhenAll(stored?.Durable ?? Task.CompletedTask, stateToSend);
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

        // Its gateway took it off the list, or its lease ended: the older connection goes on. One that a newer connection replaced meanwhile is told so
        // by the close that is on its way to its gateway.
        if (!added.IsReplaced && _connections.Find(request.Connection) != added) throw GivenUp();
        if (place.Resumed) ShowAcknowledged(request.Client, request.Resume!.Value.Seq);
        foreach (var older in _connections.OfSessionBefore(added)) Replace(older);
        return Attached(head, place) with { State = await stateToSend };
    }

    private static UserUnavailableException GivenUp() => new("The connection was given up while its session was being stored.");

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
        if (_connections.Find(request.Connection) is { } known) _connections.Remove(known);
        var added = new AttachedConnection(request, NowMs() + (long)_options.LeaseDuration.TotalMilliseconds);
        _connections.Add(added);
        return added;
    }

    /// <summary>The same session on a newer connection takes over (protocol section 2.1).</summary>
    private void Replace(AttachedConnection older)
    {
        _connections.Remove(older);
        older.IsReplaced = true;
        _connections.PushTo(older.Gateway, new UserPush
        {
            User = _user,
            HeadSeq = _log?.Durable.HeadSeq ?? 0,
            Command = new ConnectionCommand(ConnectionCommandKind.Close, older.Id, CloseCode.Replaced, "replaced by a newer connection"),
        });
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
    }

    private static SessionRecord WithAcked(SessionRecord record, long seq) =>
        seq > (record.AckedSeq ?? 0) ? record with { AckedSeq = seq } : record;
}

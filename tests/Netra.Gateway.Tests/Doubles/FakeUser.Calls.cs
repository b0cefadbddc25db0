using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway.Tests;

internal partial class FakeUser
{
    public virtual async Task<AttachResult> AttachAsync(AttachRequest request)
    {
        lock (_gate) _attachRequests.Add(request);
        await EnterAsync(Attach);
        lock (_gate)
        {
            _attached.Add(request.Connection);
            KnownToken = request.Token;
            var head = _firstSeq + _frames.Count - 1;
            return new AttachResult
            {
                Status = AttachStatus.Attached,
                Home = Home,
                Epoch = Epoch,
                HeadSeq = head,
                OldestSeq = _frames.Count == 0 ? 0 : _firstSeq,
                Place = WithExpedited(PlaceOf(request, head)),
                StateVersion = _state.Version,
                State = StateFor(request, PlaceOf(request, head)),
            };
        }
    }

    public async Task DetachAsync(ConnectionId connection)
    {
        await EnterAsync(Detach);
        lock (_gate) _attached.Remove(connection);
    }

    public Task<LeaseAnswer[]> RenewAsync(UserLeases leases) => throw new NotSupportedException("Leases go through the lease service.");

    public async Task<ResumeResult> ResumeAsync(ConnectionId connection, StreamPosition position)
    {
        await EnterAsync(Resume);
        lock (_gate)
        {
            if (!_attached.Contains(connection)) return new ResumeResult(false, new StartingPlace());
            var place = PlaceOf(position, _firstSeq + _frames.Count - 1);
            return new ResumeResult(true, place, place.ResetReason is null ? null : _state);
        }
    }

    public async Task<bool> AcknowledgeAsync(ConnectionId connection, long seq)
    {
        await EnterAsync(Acknowledge);
        lock (_gate)
        {
            if (!_attached.Contains(connection)) return false;
            _acknowledged.Add(seq);
        }

        Calls.Record($"{Acknowledge} {seq}");
        return true;
    }

    public Task<UserDescription> DescribeAsync() => throw new NotSupportedException("Not asked by connections.");

    /// <summary>What is stored of a message; null: what the log says, without sessions.</summary>
    public MessageFacts? Facts { get; set; }

    public async Task<MessageFacts> ExplainAsync(long seq)
    {
        await EnterAsync(Explain);
        lock (_gate)
        {
            var head = _firstSeq + _frames.Count - 1;
            return Facts ?? new MessageFacts
            {
                Epoch = Epoch,
                HeadSeq = head,
                Standing = seq > head ? StoredStanding.NotYet : seq < _firstSeq ? StoredStanding.Fallen : StoredStanding.Retained,
            };
        }
    }

    public Task ResumeWorkAsync() => throw new NotSupportedException("Not asked by connections.");

    public async Task<HistoryPage> ReadHistoryAsync(long after, int limit)
    {
        await EnterAsync(History);
        lock (_gate)
        {
            var frames = _frames.Skip((int)Math.Max(after - _firstSeq + 1, 0)).Take(limit).Select(frame => (ReadOnlyMemory<byte>)frame).ToArray();
            return new HistoryPage(frames, after + frames.Length < _firstSeq + _frames.Count - 1);
        }
    }

    private StartingPlace PlaceOf(AttachRequest request, long head)
    {
        if (request.Cursor is { } cursor) return new StartingPlace { Cursor = cursor.Seq, ReplayTo = head };
        if (request.Resume is { } position) return PlaceOf(position, head);
        return new StartingPlace { Cursor = request.Start == StartPosition.Head ? head : _firstSeq - 1, ReplayTo = head };
    }

    private StartingPlace PlaceOf(StreamPosition position, long head)
    {
        ResetReason? reason = position switch
        {
            _ when position.Epoch is { } epoch && epoch != Epoch => ResetReason.EpochChanged,
            _ when position.Seq > head => ResetReason.Ahead,
            _ when position.Seq < _firstSeq - 1 => ResetReason.Retention,
            _ => null,
        };
        return reason is null
            ? new StartingPlace { Cursor = position.Seq, Resumed = true, ReplayTo = head }
            : new StartingPlace { Cursor = _firstSeq - 1, ResetReason = reason, ReplayTo = head };
    }
}

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
            var head = _firstSeq + _frames.Count - 1;
            return new AttachResult
            {
                Status = AttachStatus.Attached,
                Home = Home,
                Epoch = Epoch,
                HeadSeq = head,
                OldestSeq = _frames.Count == 0 ? 0 : _firstSeq,
                Place = PlaceOf(request, head),
            };
        }
    }

    public async Task DetachAsync(ConnectionId connection)
    {
        await EnterAsync(Detach);
        lock (_gate) _attached.Remove(connection);
    }

    public Task<LeaseAnswer[]> RenewAsync(LeaseRenewal[] renewals) => throw new NotSupportedException("Leases go through the lease service.");

    public async Task<PublishResult> PublishAsync(PublishRequest request)
    {
        lock (_gate) _batches.Add(request.Messages.Length);
        await EnterAsync(Publish);
        lock (_gate)
        {
            var published = new List<PublishedMessage>();
            foreach (var message in request.Messages)
            {
                var seq = _firstSeq + _frames.Count;
                _published.Add(message);
                _frames.Add(ServerFrames.Durable(message.Type, message.Id ?? $"m{seq}", seq, 1_000 + seq, message.Payload.Span));
                published.Add(new PublishedMessage(message.Id ?? $"m{seq}", seq));
            }

            return new PublishResult([.. published]);
        }
    }

    public async Task<PullResult> PullAsync(PullRequest request)
    {
        await EnterAsync(Pull);
        lock (_gate)
        {
            if (!_attached.Contains(request.Connection)) return new PullResult { Known = false };
            var first = Math.Max(request.AfterSeq + 1, _firstSeq);
            var page = new List<ReadOnlyMemory<byte>>();
            var bytes = 0;
            foreach (var frame in _frames.Skip((int)(first - _firstSeq)).Take(request.MaxFrames))
            {
                if (page.Count > 0 && bytes + frame.Length > request.MaxBytes) break;
                page.Add(frame);
                bytes += frame.Length;
            }

            Interlocked.Add(ref _pulled, page.Count);
            return new PullResult
            {
                Known = true,
                FirstSeq = page.Count == 0 ? 0 : first,
                Frames = [.. page],
                HeadSeq = _firstSeq + _frames.Count - 1,
            };
        }
    }

    public async Task<ResumeResult> ResumeAsync(ConnectionId connection, StreamPosition position)
    {
        await EnterAsync(Resume);
        lock (_gate)
        {
            return _attached.Contains(connection)
                ? new ResumeResult(true, PlaceOf(position, _firstSeq + _frames.Count - 1))
                : new ResumeResult(false, new StartingPlace());
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

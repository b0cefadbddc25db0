using Netra.Abstractions;
using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains;

internal sealed partial class UserGrain
{
    /// <summary>How large a page of frames is at most, in bytes, whatever the caller asks for.</summary>
    private const int MaxPageBytes = 1024 * 1024;

    /// <summary>How many frames a page has at most, whatever the caller asks for.</summary>
    private const int MaxPageFrames = 1_000;

    public Task<PublishResult> PublishAsync(PublishRequest request) => RunAsync(async log =>
    {
        var change = new UserChange();
        foreach (var message in request.Messages)
            change.Frames.Add(new NewFrame(message.Type, message.Id ?? MessageId.NewId(), message.Payload));
        await log.Stage(change).Durable;
        return new PublishResult([.. change.Frames.Select(frame => new PublishedMessage(frame.Id, frame.Seq))]);
    });

    public Task<PullResult> PullAsync(PullRequest request) => RunAsync(async log =>
    {
        if (_connections.Find(request.Connection) is null) return new PullResult { Known = false };
        // Taken before the read: an empty page says that all up to this head has fallen to a limit, and the log moves on meanwhile.
        var head = log.Durable.HeadSeq;
        var frames = await ReadAsync(log, request.AfterSeq, head, request.MaxFrames, request.MaxBytes);
        return new PullResult
        {
            Known = true,
            UpToSeq = frames.Count == 0 ? head : frames[^1].Seq,
            Seqs = [.. frames.Select(frame => frame.Seq)],
            Frames = [.. frames.Select(frame => frame.Json)],
            HeadSeq = head,
        };
    });

    public Task<HistoryPage> ReadHistoryAsync(long after, int limit) => RunAsync(async log =>
    {
        var frames = await ReadAsync(log, after, log.Durable.HeadSeq, limit, MaxPageBytes);
        var last = frames.Count == 0 ? after : frames[^1].Seq;
        return new HistoryPage([.. frames.Select(frame => frame.Json)], frames.Count > 0 && last < log.Durable.HeadSeq);
    });

    public Task<UserDescription> DescribeAsync() => RunAsync(log =>
    {
        var read = Math.Max(log.Durable.FirstRetainedSeq - 1, _sessions.HighestAcked ?? 0);
        return Task.FromResult(new UserDescription
        {
            Connections = [.. _connections.All.Select(Describe)],
            Epoch = log.Durable.Epoch,
            HeadSeq = log.Durable.HeadSeq,
            OldestSeq = log.Durable.OldestSeq,
            Unread = Math.Max(0, log.Durable.HeadSeq - read),
            StateVersion = log.Durable.StateVersion,
            DeadLetters = log.Durable.DeadLetterCount,
        });
    });

    private async ValueTask<IReadOnlyList<StoredFrame>> ReadAsync(CommitPipeline log, long after, long head, int maxFrames, int maxBytes)
    {
        var from = Math.Max(after + 1, log.Durable.FirstRetainedSeq);
        if (from > head) return [];
        maxFrames = Math.Clamp(maxFrames, 1, MaxPageFrames);
        maxBytes = Math.Clamp(maxBytes, 1, MaxPageBytes);
        if (_recent.TryRead(from, maxFrames, maxBytes) is { } recent) return recent;

        using var timeout = new CancellationTokenSource(_options.ReadTimeout, time);
        try
        {
            return await store.ReadAsync(_user, from, head, maxFrames, maxBytes, timeout.Token);
        }
        catch (OperationCanceledException exception)
        {
            throw new StorageUnavailableException("The user's log was not read in time.", exception);
        }
    }

    private ConnectionDescription Describe(AttachedConnection connection) => new()
    {
        Connection = connection.Id,
        Client = connection.Client,
        Gateway = connection.Gateway,
        ConnectedAtMs = connection.ConnectedAtMs,
        LastSeenAtMs = connection.LastSeenAtMs,
        AckedSeq = _sessions.TryGet(connection.Client, out var session) ? session.Record.AckedSeq ?? 0 : 0,
    };
}

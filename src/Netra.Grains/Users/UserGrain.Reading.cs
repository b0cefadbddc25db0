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

    public Task<PullResult> PullAsync(PullRequest request) => RunAsync(async log =>
    {
        if (_connections.Find(request.Connection) is null) return new PullResult { Known = false };
        if (request.OnlyExpedited) return WithTraces(await PullExpeditedAsync(log, request), log.Durable.Epoch);
        // Taken before the read: an empty page says that all up to this head has fallen to a limit, and the log moves on meanwhile.
        var head = log.Durable;
        var places = await ReadAsync(log, request.AfterSeq, head.HeadSeq, request.MaxFrames, request.MaxBytes);
        return WithTraces(PlacePage.Of(request, places, head, NowMs()), head.Epoch);
    });

    private PullResult WithTraces(PullResult page, Epoch epoch) =>
        page.Seqs.Length > 0 && _traces.Find(_user, epoch, page.Seqs[0], page.Seqs[^1]) is { } traces ? page with { Traces = traces } : page;

    public Task<HistoryPage> ReadHistoryAsync(long after, int limit) => RunAsync(async log =>
    {
        if (!log.Durable.IsPlain) await log.ReadIndexOnceAsync();
        limit = Math.Clamp(limit, 1, MaxPageFrames);
        var head = log.Durable.HeadSeq;
        var frames = new List<ReadOnlyMemory<byte>>();
        var (cursor, bytes) = (after, 0);
        while (frames.Count < limit && bytes < MaxPageBytes && log.FindFrame(cursor, head) is > 0 and var next)
        {
            var places = await ReadAsync(log, next - 1, head, limit - frames.Count, MaxPageBytes - bytes);
            // What was there a moment ago has fallen meanwhile, with all behind it.
            if (places.Count == 0) return new HistoryPage([.. frames], false);
            foreach (var place in places.Where(place => place.IsDeliverable(NowMs())))
            {
                if (frames.Count > 0 && bytes + place.Json.Length > MaxPageBytes) return new HistoryPage([.. frames], true);
                frames.Add(place.Json);
                bytes += place.Json.Length;
            }

            cursor = places[^1].Seq;
        }

        return new HistoryPage([.. frames], log.FindFrame(cursor, head) != 0);
    });

    public Task<UserDescription> DescribeAsync() => RunAsync(async log =>
    {
        await log.SweepAsync(letters: true);
        if (!log.Durable.IsPlain) await log.ReadIndexOnceAsync();
        return new UserDescription
        {
            Connections = [.. _connections.All.Where(connection => !connection.IsPending).Select(Describe)],
            Epoch = log.Durable.Epoch,
            HeadSeq = log.Durable.HeadSeq,
            OldestSeq = log.Durable.OldestSeq,
            Unread = log.CountUnread(),
            StateVersion = log.Durable.StateVersion,
            DeadLetters = log.Durable.DeadLetterCount,
            Sessions = [.. _sessions.Stored.Select(session => new SessionDescription(session.ClientId, session.AckedSeq, session.LastSeenMs))],
        };
    });

    /// <summary>Frames that are sent ahead of their turn, and nothing else.</summary>
    private async Task<PullResult> PullExpeditedAsync(CommitPipeline log, PullRequest request)
    {
        if (log.Durable.MarkedCount > 0) await log.ReadIndexOnceAsync();
        var head = log.Durable.HeadSeq;
        var end = Math.Min(request.ExpeditedUpTo, head);
        var next = log.FindFrame(request.AfterSeq, end, expedited: true);
        var places = next == 0 ? [] : await ReadAsync(log, next - 1, end, request.MaxFrames, request.MaxBytes);
        var now = NowMs();
        var frames = places.Where(place => place.Priority.IsExpedited() && place.IsDeliverable(now)).ToList();
        return new PullResult
        {
            Known = true,
            Frames = [.. frames.Select(frame => (ReadOnlyMemory<byte>)ServerFrames.Expedited(frame.Json.Span))],
            Seqs = [.. frames.Select(frame => frame.Seq)],
            UpToSeq = places.Count == 0 ? end : places[^1].Seq,
            HeadSeq = head,
        };
    }

    private async ValueTask<IReadOnlyList<StoredFrame>> ReadAsync(CommitPipeline log, long after, long head, int maxFrames, int maxBytes)
    {
        var from = Math.Max(after + 1, log.Durable.FirstRetainedSeq);
        if (from > head) return [];
        maxFrames = Math.Clamp(maxFrames, 1, MaxPageFrames);
        maxBytes = Math.Clamp(maxBytes, 1, MaxPageBytes);
        if (_recent.TryRead(from, head, maxFrames, maxBytes) is { } recent) return recent;
        return await ReadInTimeAsync(token => store.ReadAsync(_user, from, head, maxFrames, maxBytes, token));
    }

    private ValueTask<T> ReadInTimeAsync<T>(Func<CancellationToken, ValueTask<T>> read) => ReadInTime.RunAsync(read, _options.ReadTimeout, time);

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

using System.Diagnostics;

namespace Netra.Bench;

/// <summary>
/// Publishes over HTTP: one thread with some connections, each with one call under way. The calls of a stretch are dealt out to them in turn. For a call it allocates nothing.
/// </summary>
internal sealed class PublishSender : ILoadSender
{
    /// <summary>The longest wait when nothing is due.</summary>
    private const long MaxWaitNanoseconds = 20_000_000;

    /// <summary>How long behind the end of a stretch answers may come.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Epoll _epoll = new();
    private readonly List<PublishConnection> _connections = [];
    private readonly long[] _numbers;
    private readonly int _batch;
    private Latencies _late = new();
    private long _sent;
    private long _refused;
    private long _unsent;

    /// <param name="server">Who is published to.</param>
    /// <param name="numbers">The number of the next message to each user; it counts them up.</param>
    /// <param name="batch">Messages of a call.</param>
    /// <param name="publishers">How many connections.</param>
    public PublishSender(LoadServer server, long[] numbers, int batch, int publishers)
    {
        (_numbers, _batch) = (numbers, batch);
        var template = new PublishTemplate(batch, server.ApiKey);
        for (var i = 0; i < publishers; i++)
        {
            var (first, beyond) = (i * numbers.Length / publishers, (i + 1) * numbers.Length / publishers);
            var connection = new PublishConnection(server.Ports[i % server.Ports.Count], template, batch, first, beyond - first);
            _connections.Add(connection);
            _epoll.Add(connection.Handle, i);
        }
    }

    public Task<SendFigures> SendAsync(Pacing pacing, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(() => Send(pacing, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public void Dispose()
    {
        foreach (var connection in _connections) connection.Dispose();
        _epoll.Dispose();
    }

    private SendFigures Send(Pacing pacing, CancellationToken cancellationToken)
    {
        (_late, _sent, _refused, _unsent) = (new Latencies(), 0, 0, 0);
        for (var i = 0; i < _connections.Count; i++) _connections[i].NextCall = i;
        var schedule = Schedule.Begin(pacing, _batch);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        Send(schedule, cancellationToken);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        foreach (var connection in _connections) CountUnsent(connection, schedule);
        var refusal = _connections.Select(connection => connection.Refusal).FirstOrDefault(text => text is not null);
        return new SendFigures(schedule.StartedAt, schedule.LastDueAt, _sent, _refused, _unsent, _late, allocated, refusal);
    }

    private void Send(Schedule schedule, CancellationToken cancellationToken)
    {
        var lastAt = schedule.EndsAt + (long)(Patience.TotalSeconds * Stopwatch.Frequency);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var now = Stopwatch.GetTimestamp();
            if (now > lastAt) throw new BenchException($"A publisher waited {Patience.TotalSeconds} s for an answer.");
            var wait = SendWhatIsDue(schedule, now);
            if (wait < 0) return;
            var ready = _epoll.Wait(Math.Min(wait, MaxWaitNanoseconds));
            for (var i = 0; i < ready; i++) _refused += _connections[_epoll.KeyOf(i)].Receive() ?? 0;
        }
    }

    /// <summary>Answers how many nanoseconds there is nothing to send; below 0: for ever, and nothing is under way.</summary>
    private long SendWhatIsDue(Schedule schedule, long now)
    {
        var wait = -1L;
        foreach (var connection in _connections)
        {
            if (!connection.IsBusy && now < schedule.EndsAt && schedule.TryDue(connection.NextCall, now, out var due))
            {
                if (due <= now)
                {
                    connection.Send(due, _numbers);
                    connection.NextCall += _connections.Count;
                    _sent += _batch;
                }
                else
                {
                    var nanoseconds = (long)Stopwatch.GetElapsedTime(now, due).TotalNanoseconds;
                    wait = wait < 0 ? nanoseconds : Math.Min(wait, nanoseconds);
                }
            }

            if (connection.IsBusy && wait < 0) wait = MaxWaitNanoseconds;
        }

        return wait;
    }

    /// <summary>What fell due and was never sent waits until the end at least, and counts as that late.</summary>
    private void CountUnsent(PublishConnection connection, Schedule schedule)
    {
        for (; schedule.TryDue(connection.NextCall, schedule.EndsAt, out var due); connection.NextCall += _connections.Count)
        {
            for (var i = 0; i < _batch; i++) _late.AddTicks(schedule.EndsAt - due);
            _unsent += _batch;
        }
    }
}

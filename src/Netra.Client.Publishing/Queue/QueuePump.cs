using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Netra.Client.Publishing;

/// <summary>Sends what comes into a queue, until it is completed and empty. Every message that it has taken is settled when it ends.</summary>
internal sealed class QueuePump(Channel<PendingMessage> incoming, NetraPublisher publisher, PublishQueueOptions options, ILogger logger) : IDisposable
{
    private readonly TimeProvider _time = publisher.Time;
    private readonly Backlog _backlog = new(publisher.Time);
    private readonly BatchSender _sender = publisher.NewBatchSender();
    private readonly CancellationTokenSource _stop = new(Timeout.InfiniteTimeSpan, publisher.Time);
    private Task<bool>? _more;

    public async Task RunAsync()
    {
        try
        {
            while (await TakeAsync().ConfigureAwait(false))
            {
                // Asked once: what follows would wait for nothing when the end came in between.
                var isCompleted = incoming.Reader.Completion.IsCompleted;
                var pauseEnd = _backlog.EndPauses();
                if (SendsAfter(isCompleted) is not { } wait) await WaitAsync(pauseEnd, isCompleted).ConfigureAwait(false);
                else if (wait > TimeSpan.Zero) await WaitAsync(Earlier(wait, pauseEnd), isCompleted).ConfigureAwait(false);
                else await _sender.SendAsync(_backlog, options.BatchMessages, options.BatchBytes, _stop.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            Abandon(wasSent => wasSent
                ? new TimeoutException($"The queue was closed, and its {options.ShutdownTimeout} to send what it held are over. The message was being sent and may have been stored.")
                : new ObjectDisposedException(nameof(PublishQueue), $"The queue was closed, and its {options.ShutdownTimeout} to send what it held are over. The message was not sent."));
        }
        catch (Exception exception)
        {
            // Nothing here is meant to throw. Whoever waits for a message must learn of it all the same.
            PublisherLog.QueueFailed(logger, exception);
            Abandon(_ => exception);
        }
    }

    /// <summary>Ends it after a time, whatever it holds.</summary>
    public void StopAfter(TimeSpan time) => _stop.CancelAfter(time);

    public void Dispose() => _stop.Dispose();

    /// <summary>Takes what has come, and waits for something when there is nothing to do. False: it is over.</summary>
    private async Task<bool> TakeAsync()
    {
        do
        {
            _stop.Token.ThrowIfCancellationRequested();
            while (incoming.Reader.TryRead(out var message)) _backlog.Add(message);
            if (!_backlog.IsEmpty) return true;
        }
        while (await MoreAsync().ConfigureAwait(false));
        return false;
    }

    /// <summary>How long until a batch is due; null when nothing is ready.</summary>
    private TimeSpan? SendsAfter(bool isCompleted)
    {
        if (_backlog.ReadyMessages == 0) return null;
        var isDue = isCompleted || _backlog.ReadyMessages >= options.BatchMessages || _backlog.ReadyBytes >= options.BatchBytes;
        return isDue ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Math.Ceiling((options.MaxAge - _backlog.ReadyFor).TotalMilliseconds));
    }

    /// <summary>Waits for more messages, or for a time at most. A completed queue has no more: then there is only the time, which somebody's pause has set.</summary>
    private async Task WaitAsync(TimeSpan? time, bool isCompleted)
    {
        var limit = time ?? Timeout.InfiniteTimeSpan;
        if (isCompleted)
        {
            await Task.Delay(limit, _time, _stop.Token).ConfigureAwait(false);
            return;
        }

        using var enough = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        await Task.WhenAny(MoreAsync(), Task.Delay(limit, _time, enough.Token)).ConfigureAwait(false);
        await enough.CancelAsync().ConfigureAwait(false);
    }

    /// <summary>One wait at a time: the channel has a single reader.</summary>
    private Task<bool> MoreAsync() => _more is { IsCompleted: false } ? _more : _more = incoming.Reader.WaitToReadAsync(_stop.Token).AsTask();

    /// <summary>Fails what is left, with the reason of a message that was sent or of one that was not.</summary>
    private void Abandon(Func<bool, Exception> reason)
    {
        incoming.Writer.TryComplete();
        while (incoming.Reader.TryRead(out var message)) _backlog.Add(message);
        var abandoned = _backlog.Clear();
        foreach (var message in abandoned) message.Fail(reason(message.WasSent));
        if (abandoned.Count > 0) PublisherLog.MessagesFailed(logger, abandoned.Count, reason(abandoned.Any(message => message.WasSent)));
    }

    private static TimeSpan Earlier(TimeSpan wait, TimeSpan? other) => other < wait ? other.Value : wait;
}

using System.Net;
using Microsoft.Extensions.Logging;

namespace Netra.Client.Publishing;

/// <summary>
/// Sends what waits in a backlog, a batch at a time, and says of each message what became of it. What the server could not take now is sent again, each user for
/// itself, with growing pauses; when a user has failed for too long, everything that waits for it fails. So what is accepted of a user's messages comes before
/// what fails for a passing reason.
/// </summary>
internal sealed class BatchSender(ApiTransport api, NetraPublisherOptions options, TimeProvider time, ILogger logger)
{
    private long _maxBytes = options.MaxBatchBytes;

    /// <summary>Sends one batch of what is ready.</summary>
    /// <param name="backlog">What waits.</param>
    /// <param name="maxMessages">The most messages of the batch, within the publisher's own limit.</param>
    /// <param name="maxBytes">The most bytes of the batch, within the publisher's own limit.</param>
    /// <param name="cancellationToken">Ends the call; its messages are then in the backlog again, and whether they were stored is not known.</param>
    /// <exception cref="OperationCanceledException">The call was ended.</exception>
    public async Task SendAsync(Backlog backlog, int maxMessages, long maxBytes, CancellationToken cancellationToken)
    {
        var batch = backlog.Take(Math.Min(maxMessages, options.MaxBatchMessages), Math.Min(maxBytes, _maxBytes));
        if (batch.Messages.Count == 0) return;
        try
        {
            var answers = await CallAsync(batch, cancellationToken).ConfigureAwait(false);
            Settle(backlog, batch, answers);
        }
        catch (NetraApiException exception) when (exception.StatusCode == HttpStatusCode.RequestEntityTooLarge && batch.Messages.Count > 1)
        {
            _maxBytes = Math.Max(1, batch.Bytes / 2);
            PublisherLog.BatchHalved(logger, batch.Bytes);
            PutBack(backlog, batch);
        }
        catch (NetraApiException exception) when (IsRefused(exception))
        {
            // Surely not stored, each of them. What waits behind them may be right, and its order is kept.
            foreach (var message in batch.Messages) message.Fail(exception);
            foreach (var (line, _) in batch.Lines)
            {
                line.HasSucceeded();
                backlog.GoOn(line);
            }

            PublisherLog.MessagesFailed(logger, batch.Messages.Count, exception);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            PutBack(backlog, batch);
            throw;
        }
        catch (Exception exception)
        {
            // The call as a whole, with its retries, has failed. It is the messages' end, and everybody who waits for one learns of it.
            var failed = batch.Lines.Sum(entry => Fail(backlog, entry.Line, batch[entry.Range], exception));
            PublisherLog.MessagesFailed(logger, failed, exception);
        }
    }

    /// <summary>Whether the server has refused a call for good: it is wrong, and no passing reason.</summary>
    private static bool IsRefused(NetraApiException exception) =>
        (int)exception.StatusCode is >= 400 and < 500 and not (int)HttpStatusCode.RequestTimeout && !exception.IsTransient;

    private static void PutBack(Backlog backlog, Batch batch)
    {
        foreach (var (line, range) in batch.Lines) backlog.PutBack(line, batch[range], TimeSpan.Zero);
    }

    private async Task<IReadOnlyList<PublishedAnswer?>> CallAsync(Batch batch, CancellationToken cancellationToken)
    {
        PublisherInstruments.BatchSize.Record(batch.Messages.Count);
        foreach (var message in batch.Messages) message.WasSent = true;
        var call = new ApiCall("publish_batch", HttpMethod.Post, "messages") { Content = new BatchContent(batch.Messages) };
        var answer = await api.AskAsync(call, ApiJson.Default.PublishedBatchAnswer, cancellationToken).ConfigureAwait(false);
        PublishedAnswers.Check(batch.Messages, answer.Messages, mayFail: true);
        return answer.Messages;
    }

    private void Settle(Backlog backlog, Batch batch, IReadOnlyList<PublishedAnswer?> answers)
    {
        var (failed, later) = (0, 0);
        foreach (var (line, range) in batch.Lines)
        {
            var messages = batch[range];
            var again = new List<PendingMessage>();
            NetraApiException? reason = null;
            for (var i = 0; i < messages.Count; i++)
            {
                var answer = answers[range.Start.Value + i]!;
                if (answer.Error is null)
                {
                    messages[i].Complete(new Published(answer.Id!, answer.Seq, answer.Duplicate));
                    continue;
                }

                var error = ApiErrors.Of(answer.Error);
                if (error.IsTransient)
                {
                    reason ??= error;
                    again.Add(messages[i]);
                }
                else
                {
                    failed++;
                    messages[i].Fail(error);
                }
            }

            later += again.Count;
            if (reason is null)
            {
                line.HasSucceeded();
                backlog.GoOn(line);
            }
            else
            {
                TryAgain(backlog, line, again, reason);
            }
        }

        PublisherLog.BatchAnswered(logger, batch.Messages.Count, batch.Bytes, failed, later);
    }

    private void TryAgain(Backlog backlog, UserLine line, List<PendingMessage> messages, NetraApiException reason)
    {
        line.HasFailed(time.GetTimestamp());
        var pause = PauseBefore(line.Failures);
        if (line.Failures > options.MaxRetries || time.GetElapsedTime(line.FailingSince) + pause >= options.TotalTimeout)
        {
            PublisherLog.MessagesFailed(logger, Fail(backlog, line, messages, reason), reason);
            return;
        }

        PublisherInstruments.Retries.Add(1, new KeyValuePair<string, object?>(PublisherInstruments.OperationTag, "publish_batch"));
        PublisherLog.Retrying(logger, "publish_batch", line.Failures, pause, reason.Code ?? "");
        backlog.PutBack(line, messages, pause);
    }

    /// <summary>
    /// Doubles with each failure, and is spread over its second half, so that many that failed together don't come back together. Whole milliseconds, as timers have them:
    /// they cut off the rest, and would end too early.
    /// </summary>
    private TimeSpan PauseBefore(int retry)
    {
        var doubled = options.RetryDelay * Math.Pow(2, Math.Min(retry - 1, 30));
        var most = doubled < options.MaxRetryDelay ? doubled : options.MaxRetryDelay;
        return TimeSpan.FromMilliseconds(Math.Ceiling(most.TotalMilliseconds * (0.5 + Random.Shared.NextDouble() / 2)));
    }

    private static int Fail(Backlog backlog, UserLine line, IReadOnlyList<PendingMessage> underWay, Exception reason)
    {
        var failed = underWay.Where(message => !message.IsSettled).Concat(backlog.Drop(line)).ToList();
        foreach (var message in failed) message.Fail(reason);
        return failed.Count;
    }
}

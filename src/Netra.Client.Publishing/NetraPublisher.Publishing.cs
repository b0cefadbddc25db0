using System.Net.Http.Headers;
using Netra.Protocol;

namespace Netra.Client.Publishing;

public sealed partial class NetraPublisher
{
    private const string JsonType = "application/json";

    /// <summary>Publishes a message. It is on durable storage when the task completes, unless it is not durable.</summary>
    /// <exception cref="ArgumentException">The server would refuse it whatever comes.</exception>
    public async Task<Published> PublishAsync(string user, PublishMessage message, CancellationToken cancellationToken = default)
    {
        var pending = PendingMessage.Create(user, message, isAwaited: false);
        var call = new ApiCall("publish", HttpMethod.Post, ApiPaths.User(user, "/messages")) { Content = Json(pending.Json) };
        try
        {
            var answer = await _api.AskAsync(call, ApiJson.Default.PublishedAnswer, cancellationToken).ConfigureAwait(false);
            PublishedAnswers.Check([pending], [answer], mayFail: false);
            return Take(answer);
        }
        catch
        {
            PublisherInstruments.RecordFailed();
            throw;
        }
    }

    /// <summary>Publishes messages to one user, all or nothing, next to each other in the user's log. They go as one call: at most 1,000, and as large as the server takes.</summary>
    /// <returns>One for each, in their order.</returns>
    /// <exception cref="ArgumentException">There is none, there are too many, or the server would refuse one whatever comes.</exception>
    public async Task<IReadOnlyList<Published>> PublishBatchAsync(string user, IEnumerable<PublishMessage> messages, CancellationToken cancellationToken = default)
    {
        var batch = messages.Select(message => PendingMessage.Create(user, message, isAwaited: false)).ToList();
        if (batch.Count is 0 or > PublishBodyParser.MaxMessages)
            throw new ArgumentException($"A batch has 1 to {PublishBodyParser.MaxMessages} messages, not {batch.Count}.", nameof(messages));
        var call = new ApiCall("publish_batch_to_user", HttpMethod.Post, ApiPaths.User(user, "/messages")) { Content = new BatchContent(batch) };
        try
        {
            var answer = await _api.AskAsync(call, ApiJson.Default.PublishedBatchAnswer, cancellationToken).ConfigureAwait(false);
            PublishedAnswers.Check(batch, answer.Messages, mayFail: false);
            return [.. answer.Messages.Select(one => Take(one!))];
        }
        catch
        {
            PublisherInstruments.RecordFailed(batch.Count);
            throw;
        }
    }

    /// <summary>
    /// Publishes any number of messages to any number of users, in calls as large as the server takes. Messages of one user keep their order. They are all in memory; for more
    /// than that, or for messages that come one by one, there is <see cref="PublishQueue"/>.
    /// </summary>
    /// <returns>One for each, in their order.</returns>
    /// <exception cref="ArgumentException">The server would refuse one whatever comes; nothing was sent.</exception>
    /// <exception cref="NetraPublishException">Some were not published: it says of each what became of it.</exception>
    public async Task<IReadOnlyList<Published>> PublishManyAsync(IEnumerable<UserMessage> messages, CancellationToken cancellationToken = default)
    {
        var pending = messages.Select(message => PendingMessage.Create(message.User, message.Message, isAwaited: false)).ToList();
        var backlog = new Backlog(Time);
        foreach (var message in pending) backlog.Add(message);
        var sender = NewBatchSender();
        while (!backlog.IsEmpty)
        {
            if (backlog.EndPauses() is { } pause && backlog.ReadyMessages == 0) await Task.Delay(pause, Time, cancellationToken).ConfigureAwait(false);
            await sender.SendAsync(backlog, int.MaxValue, long.MaxValue, cancellationToken).ConfigureAwait(false);
        }

        return pending.TrueForAll(message => message.Published is not null)
            ? [.. pending.Select(message => message.Published!)]
            : throw new NetraPublishException([.. pending.Select(message => new PublishResult(message.User, message.Id, message.Published, message.Error))]);
    }

    private static Published Take(PublishedAnswer answer)
    {
        var published = new Published(answer.Id!, answer.Seq, answer.Duplicate);
        PublisherInstruments.RecordPublished(published);
        return published;
    }

    private static ReadOnlyMemoryContent Json(ReadOnlyMemory<byte> utf8, string type = JsonType)
    {
        var content = new ReadOnlyMemoryContent(utf8);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return content;
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Netra.Client.Publishing;

/// <summary>
/// Gathers messages in the background and publishes them in batches, one batch under way at a time: by count, bytes or age, whichever comes first. Each message has a
/// task of its own, which completes when it is on durable storage. Messages of one user keep their order; a user whose messages can't be taken now holds up nobody else.
/// Thread-safe.
/// </summary>
/// <remarks>The queue is in memory: what is in it when the process dies is lost. A message is safe when its task has completed.</remarks>
public sealed class PublishQueue : IAsyncDisposable
{
    private readonly Channel<PendingMessage> _incoming = Channel.CreateUnbounded<PendingMessage>(new UnboundedChannelOptions { SingleReader = true });
    private readonly PublishQueueOptions _options;
    private readonly QueueRoom _room;
    private readonly QueuePump _pump;
    private readonly Task _running;

    /// <param name="publisher">Sends the batches.</param>
    /// <param name="options">Read once; null: the defaults.</param>
    /// <param name="logger">What it logs to; null: nowhere.</param>
    /// <exception cref="OptionsValidationException">The options are wrong.</exception>
    public PublishQueue(NetraPublisher publisher, PublishQueueOptions? options = null, ILogger<PublishQueue>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(publisher);
        _options = options ?? new PublishQueueOptions();
        NetraPublisherOptionsValidator.ThrowIfWrong(new PublishQueueOptionsValidator(), _options);
        _room = new QueueRoom(_options);
        _pump = new QueuePump(_incoming, publisher, _options, logger ?? NullLogger<PublishQueue>.Instance);
        _running = Task.Run(_pump.RunAsync);
    }

    /// <summary>Publishes a message with others, and waits until it is on durable storage.</summary>
    /// <exception cref="ArgumentException">The server would refuse it whatever comes.</exception>
    /// <exception cref="ObjectDisposedException">The queue takes no more.</exception>
    /// <inheritdoc cref="EnqueueAsync" path="/remarks"/>
    public async Task<Published> PublishAsync(string user, PublishMessage message, CancellationToken cancellationToken = default)
    {
        var published = await EnqueueAsync(user, message, cancellationToken).ConfigureAwait(false);
        return await published.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Adds a message, as soon as there is room for it. Await each call before the next one where the order counts.</summary>
    /// <param name="user">Whom it is for.</param>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Ends the wait for room. A message that is in the queue is sent all the same.</param>
    /// <returns>
    /// A task that completes when the message is on durable storage, or fails as <see cref="NetraPublisher.PublishAsync"/> does; with <see cref="ObjectDisposedException"/> when the
    /// queue was closed before the message was sent.
    /// </returns>
    /// <exception cref="ArgumentException">The server would refuse it whatever comes.</exception>
    /// <exception cref="ObjectDisposedException">The queue takes no more.</exception>
    /// <remarks>When a user's messages have failed for a passing reason until the publisher's <see cref="NetraPublisherOptions.TotalTimeout"/>, all that wait for this user fail.</remarks>
    public async ValueTask<Task<Published>> EnqueueAsync(string user, PublishMessage message, CancellationToken cancellationToken = default)
    {
        var pending = PendingMessage.Create(user, message, isAwaited: true);
        return Add(pending, await _room.TakeAsync(pending.Json.Length, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Adds a message if there is room for it now.</summary>
    /// <param name="user">Whom it is for.</param>
    /// <param name="message">The message.</param>
    /// <param name="published">As <see cref="EnqueueAsync"/> returns it; null when there was no room.</param>
    /// <exception cref="ArgumentException">The server would refuse it whatever comes.</exception>
    /// <exception cref="ObjectDisposedException">The queue takes no more.</exception>
    public bool TryEnqueue(string user, PublishMessage message, [NotNullWhen(true)] out Task<Published>? published)
    {
        var pending = PendingMessage.Create(user, message, isAwaited: true);
        published = _room.TryTake(pending.Json.Length) is { } place ? Add(pending, place) : null;
        return published is not null;
    }

    /// <summary>
    /// Takes no more messages and sends what is in the queue, for at most <see cref="PublishQueueOptions.ShutdownTimeout"/>; what is left then fails. When it returns, every
    /// message's task has ended.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (_incoming.Writer.TryComplete()) _pump.StopAfter(_options.ShutdownTimeout);
        await _running.ConfigureAwait(false);
        _room.Dispose();
        _pump.Dispose();
    }

    private Task<Published> Add(PendingMessage pending, IDisposable place)
    {
        PublisherInstruments.Waiting.Add(1);
        pending.Place = place;
        if (_incoming.Writer.TryWrite(pending)) return pending.Settled;
        place.Dispose();
        throw new ObjectDisposedException(nameof(PublishQueue));
    }
}

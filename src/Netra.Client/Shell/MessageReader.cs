using System.Text.Json;
using System.Threading.Channels;

namespace Netra.Client;

/// <summary>
/// Messages one by one for <c>await foreach</c>. A message is handled when the loop asks for the next one, or ends. It takes messages from when it is made, so
/// that none is missed before the loop begins.
/// </summary>
internal sealed class MessageReader(Action<MessageReader> left, CancellationToken cancellationToken) : IAsyncEnumerable<NetraMessage<JsonElement>>
{
    private readonly Channel<Offer> _offers = Channel.CreateBounded<Offer>(1);
    private int _hasLoop;

    /// <summary>Gives a message, and waits until it is handled. False when the loop ended without having taken it.</summary>
    public async Task<bool> OfferAsync(NetraMessage<JsonElement> message, CancellationToken stopping)
    {
        var offer = new Offer(message, new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously));
        if (!_offers.Writer.TryWrite(offer)) return false;
        try
        {
            return await offer.Handled.Task.WaitAsync(stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Nobody may take it any more: it comes again from the next client.
            _offers.Reader.TryRead(out _);
            throw;
        }
    }

    /// <summary>There will be no more messages.</summary>
    public void End(Exception? failure) => _offers.Writer.TryComplete(failure);

    public IAsyncEnumerator<NetraMessage<JsonElement>> GetAsyncEnumerator(CancellationToken token = default)
    {
        if (Interlocked.Exchange(ref _hasLoop, 1) != 0) throw new InvalidOperationException("Messages are read by one loop; each needs a reader of its own.");
        return ReadAsync(CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, token));
    }

    private async IAsyncEnumerator<NetraMessage<JsonElement>> ReadAsync(CancellationTokenSource either)
    {
        try
        {
            while (await _offers.Reader.WaitToReadAsync(either.Token).ConfigureAwait(false))
            {
                if (!_offers.Reader.TryRead(out var offer)) continue;
                try
                {
                    yield return offer.Message;
                }
                finally
                {
                    offer.Handled.TrySetResult(true);
                }
            }
        }
        finally
        {
            either.Dispose();
            Leave();
        }
    }

    private void Leave()
    {
        _offers.Writer.TryComplete();
        left(this);
        while (_offers.Reader.TryRead(out var untaken)) untaken.Handled.TrySetResult(false);
    }

    private readonly record struct Offer(NetraMessage<JsonElement> Message, TaskCompletionSource<bool> Handled);
}

using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>
/// The way of application messages to the user's grain: one call under way, the next one carries whatever came meanwhile, so that
/// order holds. When too much waits, the receive loop waits too, and with it the client.
/// </summary>
internal sealed partial class Connection
{
    private List<NewMessage>? _inbound;
    private int _inboundBytes;
    private Task _forwarding = Task.CompletedTask;
    private bool _isForwarding;

    private long _acknowledged;
    private Task _acknowledging = Task.CompletedTask;
    private bool _isAcknowledging;

    private ValueTask ForwardAsync(in ClientFrame frame)
    {
        // The payload lies in the receive buffer, which goes back to its pool.
        var message = new NewMessage(frame.Type, frame.Id, frame.Payload.ToArray());
        lock (_gate)
        {
            (_inbound ??= []).Add(message);
            _inboundBytes += message.Payload.Length;
            if (!_isForwarding)
            {
                _isForwarding = true;
                _forwarding = ForwardLoopAsync();
            }

            var isFull = _inbound is { } waiting && (waiting.Count >= Options.MaxInboundMessages || _inboundBytes >= Options.MaxInboundBytes);
            return isFull ? new ValueTask(_forwarding) : ValueTask.CompletedTask;
        }
    }

    /// <summary>Completes when every message that came before is answered.</summary>
    private Task ForwardedAsync()
    {
        lock (_gate) return _forwarding;
    }

    private async Task ForwardLoopAsync()
    {
        // Leaves the caller's lock before anything else.
        await Task.Yield();
        while (true)
        {
            NewMessage[] batch;
            lock (_gate)
            {
                if (_inbound is null)
                {
                    _isForwarding = false;
                    return;
                }

                batch = [.. _inbound];
                _inbound = null;
                _inboundBytes = 0;
            }

            await ForwardAsync(batch);
        }
    }

    private async Task ForwardAsync(NewMessage[] batch)
    {
        try
        {
            var result = await _user.PublishAsync(new PublishRequest(batch));
            for (var i = 0; i < batch.Length; i++)
            {
                if (batch[i].Id is { } id)
                    await SendAsync(ServerFrames.Ack(id, services.NowMs(), duplicate: false, result.Messages[i].Seq));
            }
        }
        catch (Exception exception)
        {
            foreach (var message in batch) await SendFailureAsync(message.Id, exception, "message");
        }
    }

    /// <summary>Moves the session's position. One call under way; the next carries the highest that came meanwhile.</summary>
    private void NoteAcknowledged(long seq)
    {
        lock (_gate)
        {
            if (seq <= _acknowledged) return;
            _acknowledged = seq;
            if (_isAcknowledging) return;
            _isAcknowledging = true;
            _acknowledging = AcknowledgeLoopAsync();
        }
    }

    private async Task AcknowledgeLoopAsync()
    {
        // Leaves the caller's lock before anything else.
        await Task.Yield();
        var told = 0L;
        var delay = Options.FirstRetryDelay;
        while (true)
        {
            long seq;
            lock (_gate)
            {
                seq = _acknowledged;
                if (seq == told)
                {
                    _isAcknowledging = false;
                    return;
                }
            }

            try
            {
                await _user.AcknowledgeAsync(identity.Id, seq);
                told = seq;
                delay = Options.FirstRetryDelay;
            }
            catch (Exception exception)
            {
                GatewayLog.AcknowledgeFailed(services.Logger, identity.Id, exception.Message);
                // An acknowledgement that is lost with its connection is one that the client repeats with its last_seq.
                if (_ended.IsCancellationRequested) return;
                await Task.Delay(delay, services.Time, CancellationToken.None);
                delay = Longer(delay);
            }
        }
    }
}

using System.Diagnostics;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>
/// The way of application messages and changes of the state to the user's grain: one call under way, the next one carries whatever came meanwhile, so that
/// order holds. When too much waits, the receive loop waits too, and with it the client.
/// </summary>
internal sealed partial class Connection
{
    private List<InboundItem>? _inbound;
    private int _inboundBytes;

    /// <summary>How many messages of the client wait for their turn.</summary>
    public int Inbound
    {
        get
        {
            lock (_gate) return _inbound?.Count ?? 0;
        }
    }

    private Task _forwarding = Task.CompletedTask;
    private bool _isForwarding;

    private long _acknowledged;
    private bool _isAcknowledging;
    private Task _acknowledging = Task.CompletedTask;

    // The payloads lie in the receive buffer, which goes back to its pool.
    private ValueTask ForwardAsync(in ClientFrame frame) => ForwardAsync(frame, new SubmittedItem(frame.Type, frame.Id, frame.Payload.ToArray()));

    private ValueTask ForwardStateUpdateAsync(in ClientFrame frame) => ControlPayloads.TryReadStateUpdate(frame.Payload, out var update, out var error)
        ? ForwardAsync(frame, update)
        : SendErrorAsync(frame.Id, error);

    private ValueTask ForwardPartialStateUpdateAsync(in ClientFrame frame) =>
        ControlPayloads.TryReadPartialStateUpdate(frame.Payload, out var update, out var error)
            ? ForwardAsync(frame, update)
            : SendErrorAsync(frame.Id, error);

    private ValueTask ForwardAsync(in ClientFrame frame, StateUpdate update) => ForwardAsync(frame, new SubmittedItem(
        frame.Type, frame.Id, ReadOnlyMemory<byte>.Empty, new StateChange(update.Kind, update.Json.ToArray(), update.Version)));

    private ValueTask ForwardAsync(in ClientFrame frame, SubmittedItem item)
    {
        var span = services.Traces.BeginMessage(frame, identity);
        if (span is not null) item = item with { Trace = TraceContext.Of(span) };
        lock (_gate)
        {
            (_inbound ??= []).Add(new InboundItem(item, span));
            _inboundBytes += item.Payload.Length + (item.Change?.Json.Length ?? 0);
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
            InboundItem[] batch;
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

    /// <summary>Submits items until each is answered: a call in which handlers took long answers the first ones alone.</summary>
    private async Task ForwardAsync(InboundItem[] batch)
    {
        var answered = 0;
        try
        {
            while (answered < batch.Length)
            {
                var result = await _user.SubmitAsync(new SubmitRequest(identity.Id, identity.Client, ItemsFrom(batch, answered))
                {
                    UserItemsPerSecond = Limits.UserMessagesPerSecond,
                });
                if (result.Answers.Length < 1 || result.Answers.Length > batch.Length - answered)
                    throw new InvalidOperationException($"The user's grain gave {result.Answers.Length} answers to {batch.Length - answered} items.");
                foreach (var answer in result.Answers)
                {
                    await AnswerAsync(batch[answered].Item, answer);
                    batch[answered].End(answer.Error?.Code.Name);
                    answered++;
                }
            }
        }
        catch (Exception exception)
        {
            for (; answered < batch.Length; answered++)
            {
                var (item, span) = batch[answered];
                // What is logged is of the item's trace.
                Activity.Current = span;
                await SendFailureAsync(item.Id, exception, WhatIs(item));
                batch[answered].End(exception.GetType().Name);
            }
        }
    }

    private static SubmittedItem[] ItemsFrom(InboundItem[] batch, int first)
    {
        var items = new SubmittedItem[batch.Length - first];
        for (var i = 0; i < items.Length; i++) items[i] = batch[first + i].Item;
        return items;
    }

    private ValueTask AnswerAsync(SubmittedItem item, SubmitAnswer answer) => answer.Status switch
    {
        // A change of the state is answered by its state_updated, which comes with the log.
        SubmitStatus.Accepted when item.Change is null => AckAsync(item, answer.Seq, duplicate: false),
        SubmitStatus.Accepted => ValueTask.CompletedTask,
        SubmitStatus.Duplicate => AckAsync(item, answer.Seq, duplicate: true),
        SubmitStatus.Conflict when item.Change is { ExpectedVersion: { } version } && answer.State is { } state =>
            SendAsync(ServerFrames.VersionConflict(item.Id, services.NowMs(), version, state.Version, state.Json.Span)),
        SubmitStatus.Refused when answer.Error is { } error && error.Code == ErrorCodes.RateLimited => RefuseForUsersRateAsync(error with { Ref = item.Id }),
        SubmitStatus.Refused when answer.Error is { } error => SendErrorAsync(item.Id, error),
        _ => throw new InvalidOperationException($"The user's grain answered {answer.Status} without what belongs to it."),
    };

    private ValueTask RefuseForUsersRateAsync(FrameError refusal)
    {
        services.Instruments.NoteRateLimited("user");
        return RefuseForRateAsync(refusal);
    }

    private ValueTask AckAsync(SubmittedItem item, long? seq, bool duplicate) =>
        item.Id is { } id ? SendAsync(ServerFrames.Ack(id, services.NowMs(), duplicate, seq)) : ValueTask.CompletedTask;

    private static string WhatIs(SubmittedItem item) => item.Change is null ? "message" : "change of the state";

    /// <summary>Moves the session's position. One call under way; the next carries the highest that came meanwhile.</summary>
    private void NoteAcknowledged(long seq)
    {
        lock (_gate)
        {
            if (seq <= _acknowledged) return;
            _acknowledged = seq;
            services.Instruments.Acks.Add(1);
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
                if (await _user.AcknowledgeAsync(identity.Id, seq))
                {
                    told = seq;
                    delay = Options.FirstRetryDelay;
                }
                else if (!await ReattachAsync())
                {
                    return;
                }
            }
            catch (Exception exception)
            {
                GatewayLog.AcknowledgeFailed(services.Logger, identity.Id, exception.Message);
                // An acknowledgement that is lost with its connection is one that the client repeats with its last_seq.
                if (_ended.IsCancellationRequested) return;
                await Task.Delay(delay, services.Time, _ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                delay = Longer(delay);
            }
        }
    }
}

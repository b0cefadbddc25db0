using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Grains;

/// <content>Messages for other users: to each in their order, one call at a time.</content>
internal sealed partial class UserWork
{
    private async Task DeliverAsync(UserId to)
    {
        try
        {
            await Task.Yield();
            await DeliverAllAsync(to);
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            // The grain goes; what is left is delivered from elsewhere.
        }
        catch (Exception exception)
        {
            HandlersLog.WorkStopped(_logger, exception);
            // Also those whose end was not stored: nobody else has them.
            foreach (var item in EntriesFor(to)) item.State = WorkItemState.Stopped;
        }
        finally
        {
            _targets.Remove(to);
            Start();
        }
    }

    private async Task DeliverAllAsync(UserId to)
    {
        var failures = 0;
        var alone = false;
        while (NextFor(to, alone) is { Count: > 0 } batch)
        {
            // Looked at before each call: what comes too late could count twice.
            var late = batch.TakeWhile(item => ((OutboxWork)item.Body!).SinceMs + _options.DeliveryTimeout.TotalMilliseconds <= NowMs()).ToList();
            if (late.Count > 0)
            {
                await GiveUpAsync(late);
                continue;
            }

            if (await TryDeliverAsync(to, batch, failures + 1))
            {
                (failures, alone) = (0, false);
                await RemoveAsync(batch);
                continue;
            }

            // A batch may be refused for one of its messages, or for its size: then each has its own try at once.
            if (!alone && batch.Count > 1) alone = true;
            else await PauseAsync(++failures, _stop.Token);
        }
    }

    private async Task<bool> TryDeliverAsync(UserId to, List<WorkItem> batch, int failures)
    {
        KeepActive(KeepActiveMargin);
        await _deliveries.WaitAsync(_stop.Token);
        try
        {
            var messages = batch.Select(item => (OutboxWork)item.Body!).Select(work => work.Message with { Id = work.Id }).ToArray();
            var result = await _host.PublishToAsync(to, new PublishRequest(messages) { Origin = PublishOrigin.Outbox, By = _host.User.Value });
            if (result.Refusal is null) return true;
            HandlersLog.DeliveryFailed(_logger, failures, null);
            return false;
        }
        catch (Exception exception) when (!_stop.IsCancellationRequested)
        {
            HandlersLog.DeliveryFailed(_logger, failures, exception);
            return false;
        }
        finally
        {
            _deliveries.Release();
        }
    }

    /// <summary>The oldest that are not delivered yet, as many as fit into one call.</summary>
    private List<WorkItem> NextFor(UserId to, bool alone)
    {
        var batch = new List<WorkItem>();
        var bytes = 0L;
        foreach (var item in EntriesFor(to).Where(item => item.State == WorkItemState.Waiting))
        {
            bytes += ((OutboxWork)item.Body!).Message.Payload.Length;
            if (batch.Count > 0 && (alone || batch.Count == _options.MaxDeliveryMessages || bytes > _options.MaxDeliveryBytes)) break;
            batch.Add(item);
        }

        return batch;
    }

    private IEnumerable<WorkItem> EntriesFor(UserId to) => _ledger.Items.Where(item => item.Body is OutboxWork work && work.To == to);

    /// <summary>They are delivered. Without this they would be delivered again after a crash, and count once.</summary>
    private async Task RemoveAsync(List<WorkItem> delivered)
    {
        foreach (var item in delivered) item.State = WorkItemState.Taken;
        await StoreAsync(delivered, (change, item) => change.DoneWork.Add(item.Number), _stop.Token);
    }

    private async Task GiveUpAsync(List<WorkItem> late)
    {
        foreach (var item in late) item.State = WorkItemState.Taken;
        var isStored = await StoreAsync(
            late,
            (change, item) =>
            {
                change.Origin = new MessageOrigin(MessageOriginKind.Handler);
                change.Frames.Add(UndeliverableLetters.Make((OutboxWork)item.Body!));
                change.DoneWork.Add(item.Number);
            },
            _stop.Token);
        if (isStored) HandlersLog.Undeliverable(_logger, late.Count, _host.User, _options.DeliveryTimeout);
    }
}

using System.Text.Json;

namespace Netra.Client;

/// <summary>
/// Who hears messages: handlers of types, and readers of everything. What nobody hears is passed over; but when the last reader has left and there is nobody
/// else, messages wait for the next, so that a loop that was left misses nothing. Thread-safe.
/// </summary>
/// <param name="failed">Is told what a handler threw.</param>
/// <param name="deserted">Is called when messages begin to wait.</param>
internal sealed class Listeners(Action<ServerFrame, Exception> failed, Action deserted)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<MessageHandler>> _handlers = [];
    private readonly List<MessageReader> _readers = [];

    /// <summary>There while the last reader has left and nobody took its place.</summary>
    private TaskCompletionSource? _deserted;

    /// <summary>Hears a type until the result is disposed.</summary>
    public IDisposable Add(string type, MessageHandler handler)
    {
        lock (_gate)
        {
            if (!_handlers.TryGetValue(type, out var handlers)) _handlers[type] = handlers = [];
            handlers.Add(handler);
            Come();
        }

        return new Subscription(this, type, handler);
    }

    public MessageReader AddReader(CancellationToken cancellationToken)
    {
        var reader = new MessageReader(Remove, cancellationToken);
        lock (_gate)
        {
            _readers.Add(reader);
            Come();
        }

        return reader;
    }

    /// <summary>Ends the readers that there are.</summary>
    public void EndReaders(Exception? failure)
    {
        lock (_gate)
        {
            if (_readers.Count == 0) return;
            foreach (var reader in _readers) reader.End(failure);
            // They hear nothing more, whether a loop is at them or not.
            _readers.Clear();
            if (_handlers.Count > 0) return;
            _deserted ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        deserted();
    }

    /// <summary>Gives a message to all who hear it, and waits until they are done with it.</summary>
    /// <exception cref="OperationCanceledException">The client ends, and it is not handled.</exception>
    public async Task HandleAsync(ServerFrame frame, CancellationToken stopping)
    {
        while (true)
        {
            await SomebodyAsync(stopping).ConfigureAwait(false);
            stopping.ThrowIfCancellationRequested();
            var (handlers, readers) = Of(frame.Type);
            var handling = handlers.Select(handler => GuardAsync(handler, frame, stopping)).ToList();
            var offers = readers.Select(reader => OfferAsync(reader, frame, stopping)).ToList();
            await Task.WhenAll(handling).ConfigureAwait(false);
            var taken = await Task.WhenAll(offers).ConfigureAwait(false);
            // Readers that left before they took it have not seen it.
            if (handlers.Count > 0 || readers.Count == 0 || taken.Contains(true)) return;
        }
    }

    private async Task GuardAsync(MessageHandler handler, ServerFrame frame, CancellationToken stopping)
    {
        try
        {
            await handler(frame, stopping).ConfigureAwait(false);
        }
        catch (Exception exception) when (!(exception is OperationCanceledException && stopping.IsCancellationRequested))
        {
            // A message whose handler failed counts as handled, and the failure is told.
            failed(frame, exception);
        }
    }

    private async Task<bool> OfferAsync(MessageReader reader, ServerFrame frame, CancellationToken stopping)
    {
        try
        {
            return await reader.OfferAsync(NetraMessage<JsonElement>.Of(frame, frame.Payload), stopping).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // No message can be made of it: told, and passed over.
            failed(frame, exception);
            return true;
        }
    }

    private Task SomebodyAsync(CancellationToken stopping)
    {
        lock (_gate) return _deserted?.Task.WaitAsync(stopping) ?? Task.CompletedTask;
    }

    private (List<MessageHandler> Handlers, List<MessageReader> Readers) Of(string type)
    {
        lock (_gate) return (_handlers.TryGetValue(type, out var handlers) ? [.. handlers] : [], [.. _readers]);
    }

    private void Come()
    {
        _deserted?.TrySetResult();
        _deserted = null;
    }

    private void Remove(MessageReader reader)
    {
        lock (_gate)
        {
            if (!_readers.Remove(reader) || _readers.Count > 0 || _handlers.Count > 0) return;
            _deserted ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        deserted();
    }

    private void Remove(string type, MessageHandler handler)
    {
        lock (_gate)
        {
            if (!_handlers.TryGetValue(type, out var handlers)) return;
            handlers.Remove(handler);
            if (handlers.Count == 0) _handlers.Remove(type);
        }
    }

    private sealed class Subscription(Listeners listeners, string type, MessageHandler handler) : IDisposable
    {
        private int _isOver;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 0) listeners.Remove(type, handler);
        }
    }
}

using System.Threading.Channels;

namespace Netra.Client;

/// <summary>Works off what the application is told, in its order, one at a time. The core bounds what waits here (<see cref="ClientNumbers.MaxPending"/>).</summary>
internal sealed class DeliveryQueue : IAsyncDisposable
{
    private readonly Channel<Func<CancellationToken, Task>> _tasks =
        Channel.CreateUnbounded<Func<CancellationToken, Task>>(new UnboundedChannelOptions { SingleReader = true });

    private readonly CancellationTokenSource _stopping = new();
    private readonly AsyncLocal<bool> _isInside = new();
    private readonly Task _working;

    private readonly NetraClientOptions _options;
    private readonly Action _tooSlow;

    /// <param name="options">How long the end waits, and by which clock.</param>
    /// <param name="tooSlow">Is called when that was not enough.</param>
    public DeliveryQueue(NetraClientOptions options, Action tooSlow)
    {
        _options = options;
        _tooSlow = tooSlow;
        Stopping = _stopping.Token;
        _working = Task.Run(WorkAsync);
    }

    /// <summary>Cancelled when the client ends.</summary>
    public CancellationToken Stopping { get; }

    /// <param name="task">Fails only with <see cref="OperationCanceledException"/>, and only when it is cancelled.</param>
    public void Add(Func<CancellationToken, Task> task) => _tasks.Writer.TryWrite(task);

    /// <summary>Begins no task more, and waits for the one at work, unless it is the one that asks.</summary>
    public async ValueTask DisposeAsync()
    {
        _tasks.Writer.TryComplete();
        await _stopping.CancelAsync().ConfigureAwait(false);
        if (_isInside.Value) return;
        try
        {
            await _working.WaitAsync(_options.CloseTimeout, _options.TimeProvider).ConfigureAwait(false);
            _stopping.Dispose();
        }
        catch (TimeoutException)
        {
            _tooSlow();
        }
    }

    private async Task WorkAsync()
    {
        _isInside.Value = true;
        try
        {
            await foreach (var task in _tasks.Reader.ReadAllAsync(Stopping).ConfigureAwait(false)) await task(Stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The client ends.
        }
    }
}

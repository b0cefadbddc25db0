using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Netra.Gateway;

/// <summary>
/// The end of a gateway (protocol section 4). From the moment the host is asked to stop no connection is accepted, and callers of the server API are
/// asked to go elsewhere. Once load balancers have had time to notice, the connections are asked to leave, in waves; each is served until its
/// delay is over and closed with 1012. The port stays open until all have left: who comes meanwhile is told so, never cut.
/// </summary>
/// <remarks>Failure policy: a drain that fails is logged, and the gateway stops as it would behind a whole one.</remarks>
internal sealed class Drain(
    IHostApplicationLifetime lifetime, ConnectionHub hub, IOptions<DrainOptions> options, IOptions<GatewayOptions> gateway, GatewayInstruments instruments,
    TimeProvider time, ILogger<Drain> logger) : IHostedLifecycleService, IDisposable
{
    /// <summary>How much larger than planned the waves of a drain that is late may be.</summary>
    private const double CatchingUp = 1.1;

    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _givenUp = new();
    private CancellationTokenRegistration _registration;
    private int _hasBegun;
    private int _isDisposed;
    private volatile bool _refusesCalls;

    public bool IsDraining => Volatile.Read(ref _hasBegun) != 0 || lifetime.ApplicationStopping.IsCancellationRequested;

    /// <summary>Whether calls of the server API are refused, because the port is about to close.</summary>
    public bool RefusesCalls => _refusesCalls;

    /// <summary>The connections that are served, from before their attach to behind their detach.</summary>
    public OpenCounter Served { get; } = new();

    /// <summary>The calls of the server API that are under way.</summary>
    public OpenCounter Calls { get; } = new();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _registration = lifetime.ApplicationStopping.Register(Begin);
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Comes before anything stops: the server and the silo serve for as long as this takes.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        // The host may get here before its own word that it stops has reached everybody who waits for it.
        Begin();
        try
        {
            await _left.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            GatewayLog.DrainCutShort(logger, Served.Count);
            await _givenUp.CancelAsync();
        }
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        // A container disposes of what it knows by two names twice.
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        _registration.Dispose();
        _givenUp.Cancel();
        _givenUp.Dispose();
    }

    private void Begin()
    {
        if (Interlocked.Exchange(ref _hasBegun, 1) == 0) _ = RunAsync(_givenUp.Token);
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var started = time.GetTimestamp();
            GatewayLog.DrainBegun(logger, hub.Count);
            await Task.Delay(DrainTimes.ReadinessOf(options.Value), time, cancellationToken);
            var asked = await AskAllAsync(cancellationToken);
            await AllLeftAsync(cancellationToken);
            var cut = asked.Count(connection => connection.WasCut);
            GatewayLog.DrainEnded(logger, asked.Length, time.GetElapsedTime(started), cut, Served.Count);

            var rest = DrainTimes.CallerWindow - time.GetElapsedTime(started);
            if (rest > TimeSpan.Zero) await Task.Delay(rest, time, cancellationToken);
            _refusesCalls = true;
            await TryWaitAsync(Calls.EmptyAsync(), DrainTimes.CallPatience, cancellationToken);
            await Task.Delay(DrainTimes.RefusalWindow, time, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host's patience is over; who gave up has said so.
        }
        catch (Exception exception)
        {
            GatewayLog.DrainFailed(logger, exception);
        }
        finally
        {
            _left.TrySetResult();
        }
    }

    /// <summary>
    /// Asks every connection to leave, in an order of chance, so that the tabs of a user do not all go at once. Nobody comes behind it: an upgrade that was
    /// under way is refused when its attach is done.
    /// </summary>
    private async Task<Connection[]> AskAllAsync(CancellationToken cancellationToken)
    {
        var all = hub.All.ToArray();
        Random.Shared.Shuffle(all);
        var interval = options.Value.WaveInterval;
        var started = time.GetTimestamp();
        for (var asked = 0; asked < all.Length;)
        {
            var count = WaveSize(all.Length, all.Length - asked, options.Value.Duration - time.GetElapsedTime(started));
            for (var i = 0; i < count; i++)
            {
                // Each has a slot of its own, and leaves at a random moment of it.
                var afterMs = (i + Random.Shared.NextDouble()) * interval.TotalMilliseconds / count;
                _ = all[asked + i].LeaveAsync((int)Math.Ceiling(afterMs));
            }

            asked += count;
            instruments.DrainAsked.Add(count);
            GatewayLog.DrainWave(logger, count, asked, all.Length);
            await Task.Delay(interval, time, cancellationToken);
        }

        return all;
    }

    /// <summary>
    /// As many as must go now so that the waves that are left suffice, not fewer than the least, and hardly more than the plan: a process that was starved
    /// for a while takes longer rather than to send all the rest at once, for as long as its grace period has room for that.
    /// </summary>
    private int WaveSize(int all, int waiting, TimeSpan left)
    {
        var (interval, duration) = (options.Value.WaveInterval, options.Value.Duration);
        var room = (options.Value.GracePeriod - DrainTimes.Longest(options.Value, gateway.Value.CloseTimeout)) / 2;
        if (left + room <= TimeSpan.Zero) return waiting;
        var needed = Math.Ceiling(waiting / Math.Max(1, Math.Floor(left / interval)));
        var most = Math.Ceiling(CatchingUp * all * (interval / duration));
        var least = Math.Ceiling(options.Value.MinPerSecond * interval.TotalSeconds);
        return Math.Min(waiting, (int)Math.Max(least, Math.Min(needed, most)));
    }

    /// <summary>Waits until the last connection is off its user's list. One that does not answer is cut in its time.</summary>
    private async Task AllLeftAsync(CancellationToken cancellationToken)
    {
        if (!await TryWaitAsync(Served.EmptyAsync(), gateway.Value.CloseTimeout + DrainTimes.CutDelay, cancellationToken))
            GatewayLog.DrainIncomplete(logger, Served.Count);
    }

    /// <summary>Waits for a while. False when that was not enough.</summary>
    private async Task<bool> TryWaitAsync(Task done, TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            await done.WaitAsync(patience, time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}

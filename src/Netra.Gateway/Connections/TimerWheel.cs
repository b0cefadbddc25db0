using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Netra.Gateway;

/// <summary>
/// The one timer of a gateway: every second it looks at the connections whose time has come, and at no other. A round allocates nothing and holds the lock
/// for one connection at a time, however many there are. Thread-safe.
/// </summary>
internal sealed class TimerWheel(TimeProvider time, ILogger<TimerWheel> logger) : BackgroundService
{
    private const int Slots = 64;
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly WheelSlot[] _slots = [.. Enumerable.Range(0, Slots).Select(_ => new WheelSlot())];
    private WheelSlot _due = new();
    private int _current;

    /// <summary>How many connections are to be looked at.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _slots.Sum(slot => slot.Count) + _due.Count;
        }
    }

    /// <summary>Looks at a connection for the first time with the next step.</summary>
    public void Add(Connection connection) => Schedule(connection, TimeSpan.Zero);

    /// <summary>Looks at a connection with the next step, whenever it was due. One that has ended leaves the wheel then.</summary>
    public void Wake(Connection connection)
    {
        lock (_gate)
        {
            connection.WheelSlot?.Remove(connection);
            Schedule(connection, TimeSpan.Zero);
        }
    }

    public void Remove(Connection connection)
    {
        lock (_gate) connection.WheelSlot?.Remove(connection);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Before the timer: its first tick comes a whole step later.
        var started = time.GetTimestamp();
        using var timer = new PeriodicTimer(Step, time);
        try
        {
            for (var steps = 0L; await timer.WaitForNextTickAsync(stoppingToken);)
            {
                // A starved process gets one tick for several steps; each of them is made up for.
                for (var due = (long)(time.GetElapsedTime(started) / Step); steps < due; steps++) Advance();
            }
        }
        catch (OperationCanceledException)
        {
            // The gateway stops.
        }
    }

    /// <summary>One step: the connections of the next slot are looked at and scheduled anew.</summary>
    internal void Advance()
    {
        lock (_gate)
        {
            _current = (_current + 1) % Slots;
            // What is due leaves the wheel whole; the slot that takes its place is empty since the last step.
            (_slots[_current], _due) = (_due, _slots[_current]);
        }

        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        while (TakeDue() is { } connection)
        {
            try
            {
                if (connection.Tick(now) is { } next) Schedule(connection, TimeSpan.FromMilliseconds(next - now));
            }
            catch (Exception exception)
            {
                GatewayLog.ConnectionFailed(logger, connection.Identity.Id, exception);
                Schedule(connection, Step);
            }
        }
    }

    private Connection? TakeDue()
    {
        lock (_gate)
        {
            var first = _due.First;
            if (first is not null) _due.Remove(first);
            return first;
        }
    }

    private void Schedule(Connection connection, TimeSpan delay)
    {
        // What is due beyond the wheel is looked at once a turn.
        var steps = (int)Math.Clamp(Math.Ceiling(delay / Step), 1, Slots - 1);
        lock (_gate)
        {
            // One that was woken while it was looked at keeps its earlier slot.
            if (connection.WheelSlot is null) _slots[(_current + steps) % Slots].Add(connection);
        }
    }
}

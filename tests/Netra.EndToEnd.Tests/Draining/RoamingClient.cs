using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Netra.EndToEnd.Tests;

/// <summary>
/// A client that follows the protocol from gateway to gateway: it resumes with its last seq and epoch, leaves when it is asked to, waits as long as
/// a refusal says, and repeats what was not acknowledged. It holds what came against what must: each seq once and in order.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle nobody asks for holds nothing to dispose.")]
internal sealed partial class RoamingClient(string user, string clientId, string token, IReadOnlyList<string> gateways)
{
    private readonly Lock _gate = new();
    private readonly List<string?> _ids = [];
    private readonly List<string> _faults = [];
    private readonly List<Departure> _departures = [];
    private readonly SortedDictionary<long, string> _unacknowledged = [];
    private readonly StateReplica _state = new();
    private long _messages;
    private string? _epoch;
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string User => user;

    /// <summary>How often an upgrade was refused because the gateway drains.</summary>
    public int RefusedByDrain { get; private set; }

    /// <summary>The last seq that came.</summary>
    public long LastSeq
    {
        get
        {
            lock (_gate) return _ids.Count;
        }
    }

    /// <summary>The ids of the durable frames, from seq 1 on.</summary>
    public IReadOnlyList<string?> Ids
    {
        get
        {
            lock (_gate) return [.. _ids];
        }
    }

    /// <summary>What came that must not have come so.</summary>
    public IReadOnlyList<string> Faults
    {
        get
        {
            lock (_gate) return [.. _faults];
        }
    }

    /// <summary>How it left gateways that asked it to.</summary>
    public IReadOnlyList<Departure> Departures
    {
        get
        {
            lock (_gate) return [.. _departures];
        }
    }

    /// <summary>The client's copy of the state, as text.</summary>
    public (long Version, string Text) State
    {
        get
        {
            lock (_gate) return (_state.Version, _state.Text);
        }
    }

    /// <summary>Waits until something holds that frames, departures or arrivals change.</summary>
    public async Task UntilAsync(Func<RoamingClient, bool> holds, TimeSpan timeout)
    {
        using var patience = new CancellationTokenSource(timeout);
        while (true)
        {
            Task news;
            lock (_gate) news = _news.Task;
            if (holds(this)) return;
            try
            {
                await news.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"{this} has not come so far.");
            }
        }
    }

    public override string ToString() =>
        $"{user}/{clientId} at seq {LastSeq}, departures [{string.Join("; ", Departures)}], faults [{string.Join("; ", Faults)}]";

    private void Take(Frame frame)
    {
        lock (_gate)
        {
            if (frame.Seq is { } seq)
            {
                if (seq != _ids.Count + 1) _faults.Add($"seq {seq} came behind {_ids.Count}");
                else _ids.Add(frame.Id);
            }

            _state.Take(frame);
            switch (frame.Type)
            {
                case "connection_established":
                    Establish(frame.Payload);
                    break;
                case "reconnect":
                    _departures.Add(new Departure(frame.Timestamp, frame.Payload.GetProperty("after_ms").GetInt64()));
                    break;
                case "ack" or "state_updated":
                    _unacknowledged.Remove(_unacknowledged.FirstOrDefault(message => message.Value.Contains($"\"{frame.Id}\"", StringComparison.Ordinal)).Key);
                    break;
                case "error" or "skipped" or "state_resync":
                    _faults.Add(frame.Text);
                    break;
            }
        }
    }

    /// <summary>Caller holds the gate.</summary>
    private void Establish(JsonElement payload)
    {
        var epoch = payload.GetProperty("epoch").GetString();
        if (_epoch is not null && (epoch != _epoch || !payload.GetProperty("resumed").GetBoolean())) _faults.Add($"not resumed: {payload}");
        _epoch = epoch;
        if (_departures is [.., { BackMs: null } last]) _departures[^1] = last with { BackMs = NowMs };
    }

    private void Announce()
    {
        lock (_gate)
        {
            _news.TrySetResult();
            _news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private static long NowMs => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
}

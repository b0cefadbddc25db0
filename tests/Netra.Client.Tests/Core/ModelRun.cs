using System.Text.Json;

namespace Netra.Client.Tests;

/// <summary>
/// A client's core with a server, a network, an application and a store that do what a seed says: frames are lost and come twice, connections are cut, the
/// process dies. It holds the core to what an application is promised.
/// </summary>
internal sealed class ModelRun(int seed)
{
    private const int Steps = 400;
    private const int MaxStepsToTheEnd = 5_000;

    private readonly Random _random = new(seed);
    private readonly ModelLog _log = new();
    private readonly Dictionary<TimerName, long> _timers = [];
    private readonly Queue<ServerFrame> _network = new();
    private readonly Queue<CoreAction.Deliver> _application = new();
    private readonly HashSet<long> _handled = [];
    private readonly HashSet<long> _skipped = [];
    private readonly HashSet<long> _lost = [];
    private PositionRecord? _record;
    private ClientCore _core = null!;
    private bool _isOpen;
    private long _now;
    private long _lastOrdinary;

    public void Run()
    {
        Start();
        for (var i = 0; i < Steps; i++) Step();
        for (var i = 0; i < MaxStepsToTheEnd && !(_handled.Count == _log.Messages.Count() && _network.Count == 0); i++) GoOn();
        Assert.Equal(_log.Messages, _handled.Order());
        Assert.Equal(_log.Holes, _skipped.Order());
    }

    // A process begins, with what the one before has kept.
    private void Start()
    {
        _isOpen = false;
        _timers.Clear();
        _network.Clear();
        _application.Clear();
        _lastOrdinary = 0;
        var options = new CoreOptions
        {
            ClientId = "c",
            Start = StartPosition.Oldest,
            Record = _record,
            Numbers = new ClientNumbers { MaxPending = 6, AckEvery = 3 },
        };
        _core = new ClientCore(options, _random.NextDouble);
        Do(new CoreEvent.Connect());
    }

    private void Step()
    {
        switch (_random.Next(20))
        {
            case < 6: Publish(); break;
            case 6: Cut(); break;
            case 7 when _random.Next(3) == 0: Start(); break;
            case 8: Lose(); break;
            case 9 when _network.TryPeek(out var frame) && frame.Seq is not null: _network.Enqueue(frame); break;
            case 10: Do(new CoreEvent.Wake()); break;
            default: GoOn(); break;
        }
    }

    // Nothing bad happens.
    private void GoOn()
    {
        _now += _random.Next(100);
        foreach (var timer in _timers.Where(timer => timer.Value <= _now).Select(timer => timer.Key).ToList())
        {
            if (_timers.Remove(timer)) Do(new CoreEvent.TimerFired(timer));
        }

        if (_random.Next(2) == 0 && _network.TryDequeue(out var frame)) Do(new CoreEvent.FrameReceived(frame));
        if (_random.Next(2) == 0 && _application.TryDequeue(out var delivery)) Handle(delivery);
    }

    private void Publish()
    {
        var kind = _random.Next(5) == 0 ? ModelLog.Kind.High : !_isOpen && _random.Next(4) == 0 ? ModelLog.Kind.Hole : ModelLog.Kind.Normal;
        var frame = _log.Append(kind);
        if (_isOpen) _network.Enqueue(frame);
    }

    private void Cut()
    {
        var wasOpen = _isOpen;
        Leave();
        if (wasOpen) Do(new CoreEvent.Closed(1006, ""));
    }

    private void Leave()
    {
        _isOpen = false;
        _network.Clear();
    }

    // A frame is lost, each once: a jump that comes again is believed.
    private void Lose()
    {
        if (_network.TryPeek(out var frame) && frame.Seq is { } seq && _lost.Add(seq)) _network.Dequeue();
    }

    private void Handle(CoreAction.Deliver delivery)
    {
        var seq = delivery.Frame.Seq!.Value;
        Assert.True(_handled.Add(seq), $"{seq} came twice");
        Do(new CoreEvent.Handled(delivery.Delivery));
    }

    private void Do(CoreEvent happened)
    {
        foreach (var action in _core.Handle(happened, _now)) Do(action);
    }

    private void Do(CoreAction action)
    {
        switch (action)
        {
            case CoreAction.GetToken: Do(new CoreEvent.Token("t")); break;
            case CoreAction.Open open: Open(open.Query.LastSeq); break;
            case CoreAction.Close: Leave(); break;
            case CoreAction.SetTimer set: _timers[set.Timer] = _now + set.InMs; break;
            case CoreAction.ClearTimer clear: _timers.Remove(clear.Timer); break;
            case CoreAction.Save save: _record = save.Record; break;
            case CoreAction.Send send: Receive(JsonElement.Parse(send.Frame.Span)); break;
            case CoreAction.Deliver deliver: Deliver(deliver); break;
            case CoreAction.TellSkipped { Skipped: var skipped }:
                Assert.Equal("expired", skipped.Reason);
                for (var seq = skipped.From; seq <= skipped.To; seq++) _skipped.Add(seq);
                break;
            case CoreAction.Connection: break;
            default: Assert.Fail($"Nobody expected {action.GetType().Name}."); break;
        }
    }

    private void Open(long? lastSeq)
    {
        _isOpen = true;
        _network.Clear();
        _network.Enqueue(_log.Established(lastSeq));
        foreach (var frame in _log.After(lastSeq ?? 0, isExpedited: true)) _network.Enqueue(frame);
    }

    private void Deliver(CoreAction.Deliver deliver)
    {
        var seq = deliver.Frame.Seq!.Value;
        Assert.DoesNotContain(seq, _handled);
        Assert.True(_application.Count < 6, "more waits than may");
        if (!deliver.Frame.IsExpedited)
        {
            Assert.True(seq > _lastOrdinary, $"{seq} came behind {_lastOrdinary}");
            _lastOrdinary = seq;
        }

        _application.Enqueue(deliver);
    }

    // What the client sends reaches the server at once; what it answers comes behind what is under way.
    private void Receive(JsonElement frame)
    {
        switch (frame.GetProperty("type").GetString())
        {
            case "ping":
                _network.Enqueue(ModelLog.Frame("""{"type":"pong","timestamp":1,"payload":{}}"""));
                break;
            case "resume" when _random.Next(4) == 0:
                _network.Enqueue(ModelLog.Frame($$$"""
                    {"type":"error","id":"{{{OwnIds.Resume}}}","timestamp":1,"payload":{"code":"internal","message":"","ref":"{{{OwnIds.Resume}}}","retry_after_ms":{{{_random.Next(50)}}} }}
                    """));
                break;
            case "resume":
                _network.Enqueue(ModelLog.Frame("""{"type":"resumed","timestamp":1,"payload":{"resumed":true,"reset_reason":null}}"""));
                foreach (var each in _log.After(Seq(frame, "last_seq"), isExpedited: false)) _network.Enqueue(each);
                break;
            case "ack":
                for (var seq = 1L; seq <= Seq(frame, "seq"); seq++) Assert.True(_handled.Contains(seq) || _log.IsHole(seq), $"{seq} was acknowledged and is not handled");
                Assert.True(_record!.LastSeq >= Seq(frame, "seq"), "acknowledged before it was kept");
                break;
        }
    }

    private static long Seq(JsonElement frame, string name) => frame.GetProperty("payload").GetProperty(name).GetInt64();
}

namespace Netra.Client;

/// <summary>Takes frames in the order of their seqs, tells the application, saves the position and acknowledges it (docs/client.md, sections 4 and 5).</summary>
internal sealed class Delivery
{
    private readonly CoreContext _context;
    private readonly Func<string?> _userId;
    private PositionRecord? _saved;
    private long _acked;

    /// <summary>A <c>resume</c> is under way: durable frames that still come are from before it.</summary>
    private bool _isResuming;

    /// <summary>The application is too far behind: durable frames are left to a later <c>resume</c>.</summary>
    private bool _isFull;

    /// <summary>Where a jump was met that a <c>resume</c> has not mended.</summary>
    private long? _gapAt;

    public Delivery(CoreContext context, PositionRecord? record, Func<string?> userId)
    {
        _context = context;
        _userId = userId;
        _saved = record;
        Position = new Position(record);
    }

    public Position Position { get; }

    /// <summary>How many frames came that the application had, or will have, already.</summary>
    public long Duplicates { get; private set; }

    private int HalfOfPending => _context.Numbers.MaxPending / 2;

    /// <summary>A connection is asked for. What is handled up to here, its <c>last_seq</c> tells the server.</summary>
    public void Open() => _acked = Position.Value;

    /// <summary>A connection begins. Returns whether it is one of another history.</summary>
    public bool Begin(Established established)
    {
        var reason = established.ResetReason;
        _isResuming = false;
        _gapAt = null;
        _isFull = Position.Pending > HalfOfPending;
        if (reason == "retention" && established.Epoch == Position.Epoch)
        {
            var (from, to) = (Position.Received + 1, established.OldestSeq > 0 ? established.OldestSeq - 1 : established.HeadSeq);
            if (to >= from) _context.Do(new CoreAction.TellReset(new PositionReset(reason, from, to)));
            Position.MoveTo(to);
        }
        else if (!established.Resumed)
        {
            Position.BeginEpoch(established.Epoch, established.ReplayFrom - 1 ?? established.HeadSeq);
            if (reason is not null) _context.Do(new CoreAction.TellReset(new PositionReset(reason, null, null)));
        }

        // Where a session begins says nothing about what was read before it, so that much is not acknowledged.
        if (!established.Resumed) _acked = Position.Value;
        return reason is "epoch_changed" or "ahead";
    }

    /// <summary>The answer to <c>resume</c>. False when only a new connection can tell where to go on.</summary>
    public bool Resumed(ServerFrame frame)
    {
        var reason = new FrameMembers(frame.Payload).OptionalText("reset_reason");
        _isResuming = false;
        return reason is null;
    }

    /// <summary>A frame of the application, or a change of the state. Returns whether it is new and taken now.</summary>
    public bool Take(ServerFrame frame, bool isDelivered)
    {
        if (frame.Seq is not { } seq)
        {
            if (!IsFull()) Deliver(frame);
            return true;
        }

        if (Position.Has(seq))
        {
            Duplicates++;
            return false;
        }

        if (_isResuming || IsFull()) return false;
        if (frame.IsExpedited) Position.AddEarly(seq);
        else if (Reaches(seq)) Position.MoveTo(seq);
        else return false;
        if (isDelivered) Deliver(frame);
        return true;
    }

    public void Skip(ServerFrame frame)
    {
        var members = new FrameMembers(frame.Payload);
        var (from, to, reason) = (members.Integer("from"), members.Integer("to"), members.Text("reason"));
        if (_isResuming || to <= Position.Received || IsFull() || !Reaches(from)) return;
        _context.Do(new CoreAction.TellSkipped(new SkippedMessages(Math.Max(from, Position.Received + 1), to, reason)));
        Position.MoveTo(to);
    }

    public void Handled(long delivery)
    {
        Position.Handle(delivery);
        if (!_isFull || !_context.IsConnected || Position.Pending > HalfOfPending) return;
        _isFull = false;
        // One that is under way, or waits for its time, brings what was left.
        if (!_isResuming) Resume();
    }

    /// <summary>Asks for everything behind the position.</summary>
    public void Resume()
    {
        _isResuming = true;
        _context.Send(ClientFrames.Resume(Position.Value, Position.Epoch!));
    }

    /// <summary>Saves what has changed, and acknowledges it now or soon. The record comes first: what is acknowledged must be kept.</summary>
    public void Settle()
    {
        if (Position.Epoch is not { } epoch) return;
        var value = Position.Value;
        var record = new PositionRecord(_userId(), epoch, value, Position.HandledAbove(value));
        if (record != _saved) _context.Do(new CoreAction.Save(record));
        _saved = record;
        if (!_context.IsConnected || value <= _acked) return;
        if (value - _acked >= _context.Numbers.AckEvery) Acknowledge();
        else if (!_context.Runs(TimerName.Ack)) _context.SetTimer(TimerName.Ack, _context.Numbers.AckDelay);
    }

    public void Acknowledge()
    {
        var value = Position.Value;
        if (!_context.IsConnected || value <= _acked) return;
        _context.ClearTimer(TimerName.Ack);
        _context.Send(ClientFrames.Ack(value));
        _acked = value;
    }

    // Whether the run goes on here. A jump is met with a resume, and believed when it comes again.
    private bool Reaches(long seq)
    {
        if (Position.IsNext(seq)) return true;
        if (_gapAt != Position.Received)
        {
            _gapAt = Position.Received;
            Resume();
            return false;
        }

        _context.Do(new CoreAction.TellSkipped(new SkippedMessages(Position.Received + 1, seq - 1, "gap")));
        return true;
    }

    private bool IsFull()
    {
        _isFull |= Position.Pending >= _context.Numbers.MaxPending;
        return _isFull;
    }

    private void Deliver(ServerFrame frame) => _context.Do(new CoreAction.Deliver(Position.Deliver(frame.Seq), frame));
}

using System.Text.Json;
using Netra.Protocol;

namespace Netra.Client;

/// <summary>Messages and changes on their way to the server, in order, until they are answered (docs/client.md, sections 6 and 7).</summary>
internal sealed class Outbox
{
    private const int MaxFailures = 8;
    private const int MaxConflicts = 50;

    /// <summary>With pauses of this length a connection is never refused in each of ten seconds on end, which would end it.</summary>
    private const long RatePauseMs = 2_000;

    private readonly CoreContext _context;
    private readonly StateDocument _document;
    private readonly List<OutboxEntry> _entries;

    /// <summary>Errors about some of what is under way; the server could not say which.</summary>
    private readonly List<ErrorFrame> _unnamed = [];

    private long _maxBytes = long.MaxValue;
    private Pace _pace = new(null);
    private bool _hasChanged;

    public Outbox(CoreContext context, StateDocument document, IEnumerable<OutboxRecord> records)
    {
        _context = context;
        _document = document;
        _entries = [.. records.Select(record => new OutboxEntry(record, ask: false))];
    }

    public int Count => _entries.Count;

    public void Add(OutboxRecord record, bool ask = false)
    {
        if (IsTooDeep(record))
        {
            Reject(record.Id, Fault.TooDeep);
            return;
        }

        if (_entries.Count >= _context.Numbers.MaxOutbox)
        {
            Reject(record.Id, Fault.OutboxFull);
            return;
        }

        // Who wants to be asked, or gives operations, has looked at the document: the change is meant for that version of it.
        if (record.Change is { } change && (ask || change.Kind == StateChangeKind.Ops)) record = MeantForThis(record);
        _entries.Add(new OutboxEntry(record, ask));
        _hasChanged = true;
        Pump();
    }

    public void Connected(long maxBytes, long? messagesPerSecond)
    {
        _maxBytes = maxBytes;
        _pace = new Pace(messagesPerSecond);
        Pump();
    }

    public void Disconnected(int? code)
    {
        // Whatever was under way is sent again, but for what ended the connection by its size.
        _unnamed.Clear();
        foreach (var entry in UnderWay())
        {
            entry.IsSent = false;
            if (code == (int)CloseCode.MessageTooBig) Fail(entry, Fault.TooLarge);
        }
    }

    /// <summary>Sends what may be sent now.</summary>
    public void Pump()
    {
        BlameTheRest();
        while (_context.IsConnected && !_context.Runs(TimerName.Outbox))
        {
            var underWay = _entries.Count(each => each.IsSent);
            if (_unnamed.Count > 0 || underWay >= _context.Numbers.MaxInFlight || _entries.Exists(each => each.IsAsking)) return;
            if (_entries.Find(each => !each.IsSent) is not { } entry) return;
            if (entry.Record.Change is not null && (!_document.IsKnown || underWay > 0)) return;
            if (!_pace.TryTake(_context.Now, out var waitMs))
            {
                _context.SetTimer(TimerName.Outbox, waitMs);
                return;
            }

            Send(entry);
        }
    }

    /// <summary><c>ack</c>, or the <c>state_updated</c> of a change.</summary>
    public void Accept(string? id, bool isDuplicate, long? seq)
    {
        if (Find(id) is not { } entry) return;
        Remove(entry);
        _context.Do(new CoreAction.Accept(new Accepted(entry.Record.Id, isDuplicate, seq)));
        Pump();
    }

    public void Conflict(string? id, long version, JsonElement state)
    {
        _document.Raise(version, state);
        if (Find(id) is not { Record.Change: { } change } entry) return;
        entry.IsSent = false;
        entry.Conflicts++;
        // Nobody is left to ask behind a restart.
        if (entry.Conflicts > MaxConflicts || (!entry.Ask && (change.Kind == StateChangeKind.Ops || entry.Record.Version is not null)))
        {
            Fail(entry, Fault.Conflict);
        }
        else if (entry.Ask)
        {
            entry.IsAsking = true;
            entry.Record = MeantForThis(OutboxRecord.Of(entry.Record.Id, change));
            _context.Do(new CoreAction.Conflict(entry.Record.Id, new StateConflict(change, _document.Version, _document.State)));
        }

        Pump();
    }

    /// <summary>The application has said what becomes of a change that met a conflict.</summary>
    public void Resolve(string id, StateChange? change)
    {
        if (Find(id) is not { IsAsking: true } entry) return;
        entry.IsAsking = false;
        var record = change is null ? null : entry.Record with { Change = change };
        if (record is null)
        {
            Fail(entry, Fault.Conflict);
        }
        else if (IsTooDeep(record))
        {
            Fail(entry, Fault.TooDeep);
        }
        else
        {
            entry.Record = record;
            _hasChanged = true;
        }

        Pump();
    }

    /// <summary>Takes an error. False when it belongs to no entry.</summary>
    public bool Fail(ErrorFrame error)
    {
        var isTaken = error.Ref is null ? TakeUnnamed(error) : TakeNamed(error);
        if (isTaken) Pump();
        return isTaken;
    }

    public void Settle()
    {
        if (_hasChanged) _context.Do(new CoreAction.SaveOutbox([.. _entries.Select(entry => entry.Record)]));
        _hasChanged = false;
    }

    private bool TakeNamed(ErrorFrame error)
    {
        if (Find(error.Ref) is not { } entry) return false;
        entry.IsSent = false;
        if (DelayOf(entry, error) is { } delayMs) _context.SetTimer(TimerName.Outbox, delayMs);
        else Fail(entry, new Fault(error.Code, error.Message));
        return true;
    }

    // Without a name it is about one of those under way, where it is about a frame at all.
    private bool TakeUnnamed(ErrorFrame error)
    {
        if (!error.IsOfFrame || !_entries.Exists(each => each.IsSent)) return false;
        _unnamed.Add(error);
        return true;
    }

    // Each frame has one answer. When as many errors without a name have come as are under way, they are about these.
    private void BlameTheRest()
    {
        var underWay = UnderWay();
        if (_unnamed.Count == 0 || _unnamed.Count < underWay.Count) return;
        foreach (var (entry, error) in underWay.Zip(_unnamed)) Fail(entry, new Fault(error.Code, error.Message));
        _unnamed.Clear();
    }

    // How long to wait before the next try, or null when there is none.
    private long? DelayOf(OutboxEntry entry, ErrorFrame error)
    {
        if (error.IsRateLimited) return Math.Max(error.RetryAfterMs ?? 0, RatePauseMs);
        if (error.RetryAfterMs is { } retryAfterMs) return retryAfterMs;
        if (error.Code != ErrorCodes.Internal.Name) return null;
        entry.Failures++;
        return entry.Failures < MaxFailures ? _context.Jitter(entry.Failures - 1) : null;
    }

    private void Send(OutboxEntry entry)
    {
        var frame = FrameOf(entry.Record);
        if (frame.Length > _maxBytes)
        {
            Fail(entry, Fault.TooLarge);
            return;
        }

        entry.IsSent = true;
        _context.Send(frame);
    }

    private ReadOnlyMemory<byte> FrameOf(OutboxRecord record) => record.Change is { } change
        ? ClientFrames.Change(record.Id, change, record.Version ?? _document.Version)
        : ClientFrames.Message(record.Id, record.Type!, record.Payload);

    private bool IsTooDeep(OutboxRecord record) => ClientFrames.IsTooDeep(FrameOf(record));

    private List<OutboxEntry> UnderWay() => _entries.FindAll(each => each.IsSent);

    private OutboxRecord MeantForThis(OutboxRecord record) => _document.IsKnown ? record with { Version = _document.Version } : record;

    private OutboxEntry? Find(string? id) => id is null ? null : _entries.Find(entry => entry.Record.Id == id);

    private void Remove(OutboxEntry entry)
    {
        _entries.Remove(entry);
        _hasChanged = true;
    }

    private void Fail(OutboxEntry entry, Fault fault)
    {
        Remove(entry);
        Reject(entry.Record.Id, fault);
    }

    private void Reject(string id, Fault fault) => _context.Do(new CoreAction.Reject(id, fault.Code, fault.Message));
}

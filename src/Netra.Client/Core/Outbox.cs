using System.Text.Json;
using Netra.Protocol;

namespace Netra.Client;

/// <summary>Messages and changes on their way to the server, in order, until they are answered (docs/client.md, sections 6 and 7).</summary>
internal sealed class Outbox
{
    private const int MaxFailures = 8;
    private const int MaxConflicts = 50;

    private readonly CoreContext _context;
    private readonly StateDocument _document;
    private readonly List<OutboxEntry> _entries;
    private long _maxBytes = long.MaxValue;
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
        if (_entries.Count >= _context.Numbers.MaxOutbox)
        {
            Reject(record.Id, "outbox_full", "Too many messages wait.");
            return;
        }

        // Who wants to be asked, or gives operations, has looked at the document: the change is meant for that version of it.
        if (record.Change is { } change && (ask || change.Kind == StateChangeKind.Ops)) record = MeantForThis(record);
        _entries.Add(new OutboxEntry(record, ask));
        _hasChanged = true;
        Pump();
    }

    public void Connected(long maxBytes)
    {
        _maxBytes = maxBytes;
        Pump();
    }

    public void Disconnected(int? code)
    {
        // Whatever was under way is sent again, but for what ended the connection by its size.
        foreach (var entry in _entries.Where(each => each.IsSent).ToList())
        {
            entry.IsSent = false;
            if (code == (int)CloseCode.MessageTooBig) FailTooLarge(entry);
        }
    }

    /// <summary>Sends what may be sent now.</summary>
    public void Pump()
    {
        while (_context.IsConnected && !_context.Runs(TimerName.Outbox))
        {
            var underWay = _entries.Count(each => each.IsSent);
            if (underWay >= _context.Numbers.MaxInFlight || _entries.Exists(each => each.IsAsking)) return;
            if (_entries.Find(each => !each.IsSent) is not { } entry) return;
            if (entry.Record.Change is not null && (!_document.IsKnown || underWay > 0)) return;
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
            GiveUp(entry);
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
        if (change is null)
        {
            GiveUp(entry);
        }
        else
        {
            entry.Record = entry.Record with { Change = change };
            _hasChanged = true;
        }

        Pump();
    }

    /// <summary>Takes an error. False when it belongs to no entry.</summary>
    public bool Fail(ErrorFrame error)
    {
        if (Find(error.Ref) is not { } entry) return false;
        entry.IsSent = false;
        if (DelayOf(entry, error) is { } delayMs) _context.SetTimer(TimerName.Outbox, delayMs);
        else Fail(entry, error.Code, error.Message);
        Pump();
        return true;
    }

    public void Settle()
    {
        if (_hasChanged) _context.Do(new CoreAction.SaveOutbox([.. _entries.Select(entry => entry.Record)]));
        _hasChanged = false;
    }

    // How long to wait before the next try, or null when there is none.
    private long? DelayOf(OutboxEntry entry, ErrorFrame error)
    {
        if (error.RetryAfterMs is { } retryAfterMs) return retryAfterMs;
        if (error.Code != ErrorCodes.Internal.Name) return null;
        entry.Failures++;
        return entry.Failures < MaxFailures ? _context.Jitter(entry.Failures - 1) : null;
    }

    private void Send(OutboxEntry entry)
    {
        var record = entry.Record;
        var frame = record.Change is { } change
            ? ClientFrames.Change(record.Id, change, record.Version ?? _document.Version)
            : ClientFrames.Message(record.Id, record.Type!, record.Payload);
        if (frame.Length > _maxBytes)
        {
            FailTooLarge(entry);
            return;
        }

        entry.IsSent = true;
        _context.Send(frame);
    }

    private OutboxRecord MeantForThis(OutboxRecord record) => _document.IsKnown ? record with { Version = _document.Version } : record;

    private OutboxEntry? Find(string? id) => id is null ? null : _entries.Find(entry => entry.Record.Id == id);

    private void Remove(OutboxEntry entry)
    {
        _entries.Remove(entry);
        _hasChanged = true;
    }

    private void FailTooLarge(OutboxEntry entry) => Fail(entry, ErrorCodes.TooLarge.Name, "Too large for the server.");

    private void GiveUp(OutboxEntry entry) => Fail(entry, ErrorCodes.VersionConflict.Name, "The state has changed.");

    private void Fail(OutboxEntry entry, string code, string message)
    {
        Remove(entry);
        Reject(entry.Record.Id, code, message);
    }

    private void Reject(string id, string code, string message) => _context.Do(new CoreAction.Reject(id, code, message));
}

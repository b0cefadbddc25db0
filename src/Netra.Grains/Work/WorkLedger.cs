using Microsoft.Extensions.Logging;
using Netra.Storage;

namespace Netra.Grains;

/// <summary>The records of work of one user, as they are on durable storage. Runs on the grain's scheduler; not thread-safe.</summary>
internal sealed class WorkLedger(WorkOptions options, WorkLevels levels, ILogger logger)
{
    private readonly SortedDictionary<long, WorkItem> _items = [];

    /// <summary>How many records are on their way to storage.</summary>
    private int _staged;

    /// <summary>How large they are.</summary>
    private long _stagedBytes;

    /// <summary>How large the records on storage are.</summary>
    private long _bytes;

    /// <summary>By number: the order in which it was asked for.</summary>
    public IEnumerable<WorkItem> Items => _items.Values;

    public int Count => _items.Count;

    /// <summary>Runs when there may be something to do that nobody does.</summary>
    public Action Changed { get; set; } = () => { };

    public bool HasRoomFor(IReadOnlyCollection<NewWork> work) => work.Count == 0
        || (_items.Count + _staged + work.Count <= options.MaxRecordsPerUser && _bytes + _stagedBytes + BytesOf(work) <= options.MaxBytesPerUser);

    /// <summary>Takes what storage has for all there is: after each load of the log.</summary>
    public void Restore(IReadOnlyList<WorkRecord> records)
    {
        (_staged, _stagedBytes) = (0, 0);
        var stored = records.Select(record => record.Number).ToHashSet();
        foreach (var gone in _items.Keys.Where(number => !stored.Contains(number)).ToList()) Remove(gone);
        foreach (var record in records)
        {
            // Work that is under way goes on, and so does the end of what is done.
            if (_items.TryGetValue(record.Number, out var known)) Change(known, record);
            else Add(new WorkItem(record.Number, Read(record)) { Bytes = record.Body.Length, IsRestored = true });
        }

        Changed();
    }

    /// <summary>As <see cref="CommitPipeline.Stage(UserChange)"/>, for a change that may make, change or end work.</summary>
    public StagedCommit Stage(CommitPipeline log, UserChange change)
    {
        if (change.Work.Count + change.ChangedWork.Count + change.DoneWork.Count == 0) return log.Stage(change);
        change.WhenDurable += () => OnDurable(change);
        var bytes = BytesOf(change.Work);
        (_staged, _stagedBytes) = (_staged + change.Work.Count, _stagedBytes + bytes);
        try
        {
            return log.Stage(change);
        }
        catch
        {
            (_staged, _stagedBytes) = (_staged - change.Work.Count, _stagedBytes - bytes);
            throw;
        }
    }

    private void OnDurable(UserChange change)
    {
        (_staged, _stagedBytes) = (_staged - change.Work.Count, _stagedBytes - BytesOf(change.Work));
        foreach (var number in change.DoneWork) Remove(number);
        foreach (var record in change.ChangedWork)
        {
            if (_items.TryGetValue(record.Number, out var item)) Change(item, record);
        }

        foreach (var work in change.Work)
            Add(new WorkItem(work.Number, Read(new WorkRecord(work.Number, work.Body))) { Bytes = work.Body.Length });
        Changed();
    }

    private static long BytesOf(IReadOnlyCollection<NewWork> work) => work.Sum(record => (long)record.Body.Length);

    private void Add(WorkItem item)
    {
        _items.Add(item.Number, item);
        _bytes += item.Bytes;
        levels.Add(item.Body);
    }

    private void Change(WorkItem item, WorkRecord record)
    {
        _bytes += record.Body.Length - item.Bytes;
        item.Bytes = record.Body.Length;
        levels.Remove(item.Body);
        item.Body = Read(record);
        levels.Add(item.Body);
    }

    private void Remove(long number)
    {
        if (!_items.Remove(number, out var item)) return;
        _bytes -= item.Bytes;
        levels.Remove(item.Body);
        item.Leave();
    }

    private UserWorkBody? Read(WorkRecord record)
    {
        try
        {
            return WorkFormat.Read(record.Body);
        }
        catch (StorageDamagedException exception)
        {
            HandlersLog.WorkUnreadable(logger, exception);
            return null;
        }
    }
}

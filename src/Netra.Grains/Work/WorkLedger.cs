using Microsoft.Extensions.Logging;
using Netra.Storage;

namespace Netra.Grains;

/// <summary>The records of work of one user, as they are on durable storage. Runs on the grain's scheduler; not thread-safe.</summary>
internal sealed class WorkLedger(WorkOptions options, ILogger logger)
{
    private readonly SortedDictionary<long, WorkItem> _items = [];

    /// <summary>How many records are on their way to storage.</summary>
    private int _staged;

    /// <summary>By number: the order in which it was asked for.</summary>
    public IEnumerable<WorkItem> Items => _items.Values;

    public int Count => _items.Count;

    /// <summary>Runs when there may be something to do that nobody does.</summary>
    public Action Changed { get; set; } = () => { };

    public bool HasRoomFor(int records) => records == 0 || _items.Count + _staged + records <= options.MaxRecordsPerUser;

    /// <summary>Takes what storage has for all there is: after each load of the log.</summary>
    public void Restore(IReadOnlyList<WorkRecord> records)
    {
        _staged = 0;
        var stored = records.Select(record => record.Number).ToHashSet();
        foreach (var gone in _items.Keys.Where(number => !stored.Contains(number)).ToList()) Remove(gone);
        foreach (var record in records)
        {
            // Work that is under way goes on, and so does the end of what is done.
            if (_items.TryGetValue(record.Number, out var known)) known.Body = Read(record);
            else _items.Add(record.Number, new WorkItem(record.Number, Read(record)));
        }

        Changed();
    }

    /// <summary>As <see cref="CommitPipeline.Stage(UserChange)"/>, for a change that may make, change or end work.</summary>
    public StagedCommit Stage(CommitPipeline log, UserChange change)
    {
        if (change.Work.Count + change.ChangedWork.Count + change.DoneWork.Count == 0) return log.Stage(change);
        change.WhenDurable += () => OnDurable(change);
        _staged += change.Work.Count;
        try
        {
            return log.Stage(change);
        }
        catch
        {
            _staged -= change.Work.Count;
            throw;
        }
    }

    private void OnDurable(UserChange change)
    {
        _staged -= change.Work.Count;
        foreach (var number in change.DoneWork) Remove(number);
        foreach (var record in change.ChangedWork)
        {
            if (_items.TryGetValue(record.Number, out var item)) item.Body = Read(record);
        }

        foreach (var work in change.Work) _items[work.Number] = new WorkItem(work.Number, Read(new WorkRecord(work.Number, work.Body)));
        Changed();
    }

    private void Remove(long number)
    {
        if (_items.Remove(number, out var item)) item.Leave();
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

namespace Netra.Client;

/// <summary>Which seqs have come, and which of them the application is done with (docs/client.md, section 4).</summary>
internal sealed class Position
{
    /// <summary>Seqs above <see cref="Received"/> that came ahead of their turn.</summary>
    private readonly HashSet<long> _early = [];

    /// <summary>Seqs above <see cref="Value"/> that are handled.</summary>
    private readonly HashSet<long> _handled = [];

    /// <summary>Seqs of deliveries by their number; null for one without a seq or of an epoch that is over.</summary>
    private readonly Dictionary<long, long?> _pending = [];

    private long _deliveries;

    public Position(PositionRecord? record)
    {
        if (record is null) return;
        Epoch = record.Epoch;
        Received = record.LastSeq;
        _early.UnionWith(record.Early);
        _handled.UnionWith(record.Early);
    }

    /// <summary>Null before the first connection.</summary>
    public string? Epoch { get; private set; }

    /// <summary>The ordinary run has come so far.</summary>
    public long Received { get; private set; }

    /// <summary>Everything up to this seq is handled; what the server may know.</summary>
    public long Value
    {
        get
        {
            var value = Received;
            foreach (var seq in _pending.Values)
            {
                if (seq <= value) value = seq.Value - 1;
            }

            return value;
        }
    }

    public int Pending => _pending.Count;

    /// <summary>Handled seqs above a position, in their order. Forgets those below.</summary>
    public IReadOnlyList<long> HandledAbove(long position)
    {
        if (_handled.Count == 0) return [];
        _handled.RemoveWhere(seq => seq <= position);
        return [.. _handled.Order()];
    }

    public bool Has(long seq) => seq <= Received || _early.Contains(seq);

    /// <summary>Whether every seq between <see cref="Received"/> and this one came ahead of its turn.</summary>
    public bool IsNext(long seq)
    {
        for (var between = Received + 1; between < seq; between++)
        {
            if (!_early.Contains(between)) return false;
        }

        return true;
    }

    public void MoveTo(long seq)
    {
        Received = Math.Max(Received, seq);
        if (_early.Count == 0) return;
        _early.RemoveWhere(early => early <= Received);
        while (_early.Remove(Received + 1)) Received++;
    }

    public void AddEarly(long seq)
    {
        _early.Add(seq);
        MoveTo(Received);
    }

    /// <summary>Seqs of another history begin.</summary>
    public void BeginEpoch(string epoch, long received)
    {
        Epoch = epoch;
        Received = received;
        _early.Clear();
        _handled.Clear();
        foreach (var delivery in _pending.Keys.ToList()) _pending[delivery] = null;
    }

    /// <summary>Numbers a delivery.</summary>
    public long Deliver(long? seq)
    {
        _deliveries++;
        _pending.Add(_deliveries, seq);
        return _deliveries;
    }

    public void Handle(long delivery)
    {
        if (_pending.Remove(delivery, out var seq) && seq is { } handled) _handled.Add(handled);
    }
}

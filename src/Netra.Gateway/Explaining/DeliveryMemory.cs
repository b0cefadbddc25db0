using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>
/// What is out of the ordinary on a connection's way through its user's log: runs that a <c>resume</c> ended, what was skipped, what was never sent. Bounded: of
/// runs and skips the newest are kept, and no more can be unsent than the queue holds. Not thread-safe: under its connection's gate, until that has ended.
/// </summary>
internal sealed class DeliveryMemory
{
    /// <summary>How many runs, ranges that were skipped, and ranges that were sent ahead are kept.</summary>
    internal const int MaxKept = 32;

    private readonly List<DeliveryRun> _runs = [];
    private readonly List<(int Run, SkippedRange Range)> _skipped = [];
    private readonly List<(int Run, long From, long To)> _ahead = [];
    private readonly List<(long From, long To)> _unsent = [];
    private long _runsForgottenUpTo;
    private long _skipsForgottenUpTo;
    private long _aheadForgottenUpTo;

    /// <summary>The runs that have ended, as far as they are kept.</summary>
    public IReadOnlyList<DeliveryRun> Runs => _runs;

    /// <summary>The number of the present run.</summary>
    public int Number { get; private set; }

    /// <summary>The seq that was being written when the connection ended; 0 with none.</summary>
    public long Unfinished { get; set; }

    /// <summary>A client goes on elsewhere.</summary>
    public void EndRun(DeliveryRun run)
    {
        Number++;
        if (run.UpTo <= run.After && run.AheadUpTo <= run.After) return;
        if (_runs.Count == MaxKept)
        {
            _runsForgottenUpTo = Math.Max(_runsForgottenUpTo, Math.Max(_runs[0].UpTo, _runs[0].AheadUpTo));
            _runs.RemoveAt(0);
        }

        _runs.Add(run);
    }

    /// <summary>The present run said that these will not come.</summary>
    public void NoteSkipped(SkippedRange range)
    {
        if (_skipped.Count == MaxKept)
        {
            _skipsForgottenUpTo = Math.Max(_skipsForgottenUpTo, _skipped[0].Range.To);
            _skipped.RemoveAt(0);
        }

        _skipped.Add((Number, range));
    }

    /// <summary>The present run sent a message ahead of its turn.</summary>
    public void NoteAhead(long seq)
    {
        if (_ahead.Count > 0 && _ahead[^1] is var last && last.Run == Number && last.To == seq - 1)
        {
            _ahead[^1] = last with { To = seq };
            return;
        }

        if (_ahead.Count == MaxKept)
        {
            _aheadForgottenUpTo = Math.Max(_aheadForgottenUpTo, _ahead[0].To);
            _ahead.RemoveAt(0);
        }

        _ahead.Add((Number, seq, seq));
    }

    /// <summary>A frame goes out of the queue that was never written.</summary>
    public void NoteUnsent(long seq)
    {
        if (_unsent.Count > 0 && _unsent[^1].To == seq - 1) _unsent[^1] = (_unsent[^1].From, seq);
        else _unsent.Add((seq, seq));
    }

    /// <summary>How often a message went out of the queue unsent.</summary>
    public int CountUnsent(long seq) => _unsent.Count(range => seq >= range.From && seq <= range.To);

    /// <summary>Why a message was skipped the last time that its place came; null when it was not, as far as is kept.</summary>
    public SkipReason? SkippedAt(long seq)
    {
        var index = _skipped.FindLastIndex(entry => Has(entry.Range, seq));
        return index < 0 ? null : _skipped[index].Range.Reason;
    }

    /// <summary>Whether a run sent a message ahead of its turn; null when that was forgotten.</summary>
    public bool? WasSentAheadIn(DeliveryRun run, long seq)
    {
        if (!run.CoversAhead(seq)) return false;
        if (_ahead.Exists(range => range.Run == run.Number && seq >= range.From && seq <= range.To)) return true;
        return seq <= _aheadForgottenUpTo ? null : false;
    }

    /// <summary>Whether a run said that a message will not come; null when that was forgotten.</summary>
    public bool? WasSkippedIn(DeliveryRun run, long seq)
    {
        if (_skipped.Exists(entry => entry.Run == run.Number && Has(entry.Range, seq))) return true;
        return seq <= _skipsForgottenUpTo ? null : false;
    }

    public bool HasForgottenRunsAt(long seq) => seq <= _runsForgottenUpTo;

    private static bool Has(SkippedRange range, long seq) => seq >= range.From && seq <= range.To;
}

using CsCheck;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway.Tests;

/// <summary>What is concluded from a connection's way through the log, held against a connection that notes every frame.</summary>
public sealed class DeliveryMemoryTests
{
    [Fact]
    public void Find_RandomWays_NeverClaimsWhatDidNotHappen()
    {
        Gen.Int[1, 6].Array[1, 60].Sample(steps => new Way().Run(steps), iter: 5_000, print: steps => string.Join(",", steps));
    }

    [Fact]
    public void Find_MoreSkipsThanAreKept_IsUnknownOfWhatMayHaveBeenSkipped()
    {
        var memory = new DeliveryMemory();
        for (var seq = 1L; seq <= 2 * DeliveryMemory.MaxKept; seq += 2) memory.NoteSkipped(new SkippedRange(seq, seq, SkipReason.Expired));
        memory.NoteSkipped(new SkippedRange(201, 201, SkipReason.Revoked));
        var path = new DeliveryPath(new DeliveryRun(0, 0, 300, 0), memory);

        Assert.Equal((Handover.Unknown, null), path.Find(Request(1, isRetained: false), 0, false));
        Assert.Equal((Handover.Given, null), path.Find(Request(1, isRetained: true), 0, false));
        Assert.Equal((Handover.Given, null), path.Find(Request(2, isRetained: false), 0, false));
        Assert.Equal((Handover.Skipped, SkipReason.Expired), path.Find(Request(3, isRetained: false), 0, false));
        Assert.Equal((Handover.Skipped, SkipReason.Revoked), path.Find(Request(201, isRetained: false), 0, false));
    }

    [Fact]
    public void Find_MoreRunsThanAreKept_IsUnknownOfTheFirst()
    {
        var memory = new DeliveryMemory();
        for (var i = 0; i <= DeliveryMemory.MaxKept; i++) memory.EndRun(new DeliveryRun(i, 10 * i, (10 * i) + 5, 0));
        var path = new DeliveryPath(new DeliveryRun(memory.Number, 1_000, 1_005, 0), memory);

        Assert.Equal(Handover.Unknown, path.Find(Request(3), 0, false).Handover);
        Assert.Equal(Handover.Given, path.Find(Request(13), 0, false).Handover);
        Assert.Equal(Handover.BeganLater, path.Find(Request(18), 0, false).Handover);
    }

    [Fact]
    public void Find_MoreSentAheadThanIsKept_GoesByThePriorityOrIsUnknown()
    {
        var memory = new DeliveryMemory();
        for (var i = 0; i <= DeliveryMemory.MaxKept; i++) memory.NoteAhead(2 * (i + 1));
        var path = new DeliveryPath(new DeliveryRun(0, 0, 0, 300), memory);

        Assert.Equal(Handover.Unknown, path.Find(Request(2, isRetained: false) with { IsExpedited = null }, 0, false).Handover);
        Assert.Equal(Handover.Given, path.Find(Request(2) with { IsExpedited = true }, 0, false).Handover);
        Assert.Equal(Handover.NotYet, path.Find(Request(2), 0, false).Handover);
        Assert.Equal(Handover.Given, path.Find(Request(4, isRetained: false) with { IsExpedited = null }, 0, false).Handover);
        Assert.Equal(Handover.NotYet, path.Find(Request(5, isRetained: false) with { IsExpedited = null }, 0, false).Handover);
    }

    private static RecallRequest Request(long seq, bool isRetained = true) => new(UserId.Parse("ada"), Epoch.Parse("e1"), seq, IsExpedited: false, isRetained);

    /// <summary>A connection that queues, writes, skips and resumes by the steps, and knows what it has done.</summary>
    private sealed class Way
    {
        private const int Seqs = 12;

        private readonly DeliveryMemory _memory = new();
        private readonly HashSet<long> _written = [];
        private readonly HashSet<long> _skipped = [];
        private readonly HashSet<long> _holes = [];
        private readonly Queue<long> _queue = new();
        private long _after;
        private long _cursor;

        public void Run(int[] steps)
        {
            foreach (var (step, i) in steps.Select((step, i) => (step, i)))
            {
                Do(step, i);
                Check(isOver: false);
            }

            // The end: one is being written, the others are dropped.
            if (_queue.TryDequeue(out var unfinished)) _memory.Unfinished = unfinished;
            foreach (var seq in _queue) _memory.NoteUnsent(seq);
            _queue.Clear();
            Check(isOver: true);
        }

        private void Do(int step, int number)
        {
            switch (step)
            {
                case 1 or 2 when _cursor < Seqs && !_holes.Contains(_cursor + 1):
                    _queue.Enqueue(++_cursor);
                    break;
                case 1 or 2 or 3 when _cursor < Seqs:
                    // It has expired before its turn.
                    _holes.Add(++_cursor);
                    _skipped.Add(_cursor);
                    _memory.NoteSkipped(new SkippedRange(_cursor, _cursor, SkipReason.Expired));
                    break;
                case 4 when _queue.TryDequeue(out var seq):
                    _written.Add(seq);
                    break;
                case 5:
                    _memory.EndRun(new DeliveryRun(_memory.Number, _after, _cursor, 0));
                    _after = _cursor = number % (Seqs + 1);
                    break;
                case 6:
                    // Erased when it was sent already.
                    _holes.Add(1 + (number % Seqs));
                    break;
            }
        }

        private void Check(bool isOver)
        {
            var path = new DeliveryPath(new DeliveryRun(_memory.Number, _after, _cursor, 0), _memory);
            for (var seq = 1L; seq <= Seqs; seq++)
            {
                var request = Request(seq, isRetained: !_holes.Contains(seq));
                var (handover, _) = path.Find(request, _queue.Count(queued => queued == seq), isOver);
                var isWritten = _written.Contains(seq);
                var holds = handover switch
                {
                    Handover.Given => isWritten,
                    Handover.Queued => _queue.Contains(seq),
                    Handover.Skipped => !isWritten && _skipped.Contains(seq),
                    Handover.Unknown => isOver,
                    _ => !isWritten && !_queue.Contains(seq),
                };
                Assert.True(holds, $"{seq}: {handover}, written: {isWritten}, queued: {_queue.Contains(seq)}, skipped: {_skipped.Contains(seq)}");
            }
        }
    }
}

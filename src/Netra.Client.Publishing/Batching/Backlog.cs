namespace Netra.Client.Publishing;

/// <summary>
/// What waits to be published, in a line for each user: of one user nothing overtakes anything, and a user whose messages can't be taken now holds up nobody else.
/// For one pump; not thread-safe.
/// </summary>
internal sealed class Backlog(TimeProvider time)
{
    private readonly Dictionary<string, UserLine> _lines = [];
    private readonly Queue<UserLine> _ready = new();
    private readonly PriorityQueue<UserLine, long> _paused = new();
    private long _readySince;

    /// <summary>How many messages wait for nothing but their turn.</summary>
    public int ReadyMessages { get; private set; }

    /// <summary>How many bytes those have.</summary>
    public long ReadyBytes { get; private set; }

    /// <summary>Nothing waits, and nothing is under way.</summary>
    public bool IsEmpty => _lines.Count == 0;

    /// <summary>For how long there has been something ready.</summary>
    public TimeSpan ReadyFor => ReadyMessages == 0 ? TimeSpan.Zero : time.GetElapsedTime(_readySince);

    /// <summary>Adds a message behind those of its user.</summary>
    public void Add(PendingMessage message)
    {
        if (_lines.TryGetValue(message.User, out var line))
        {
            line.Add(message);
            if (line.State == UserLineState.Ready) CountReady(1, message.Json.Length);
            return;
        }

        line = new UserLine(message.User);
        line.Add(message);
        _lines.Add(message.User, line);
        MakeReady(line);
    }

    /// <summary>Lets those go on whose pause has ended. Answers when the next one ends; null when nobody pauses.</summary>
    public TimeSpan? EndPauses()
    {
        while (_paused.TryPeek(out var line, out var end))
        {
            var left = time.GetElapsedTime(time.GetTimestamp(), end);
            // Whole milliseconds, as timers have them: they cut off the rest, and would end too early.
            if (left > TimeSpan.Zero) return TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds));
            _paused.Dequeue();
            MakeReady(line);
        }

        return null;
    }

    /// <summary>Takes what goes into one call: of one user after the other as much as there is, up to the limits. A single message may pass the limit of bytes.</summary>
    public Batch Take(int maxMessages, long maxBytes)
    {
        var batch = new Batch();
        while (_ready.TryPeek(out var line) && batch.HasRoom(line.First!, maxMessages, maxBytes))
        {
            _ready.Dequeue();
            CountReady(-line.Count, -line.Bytes);
            line.State = UserLineState.UnderWay;
            batch.Begin(line);
            while (line.First is { } next && batch.HasRoom(next, maxMessages, maxBytes)) batch.Add(line.Take());
        }

        return batch;
    }

    /// <summary>What was under way of a user is settled.</summary>
    public void GoOn(UserLine line)
    {
        if (line.Count > 0) MakeReady(line);
        else _lines.Remove(line.User);
    }

    /// <summary>What was under way of a user is to be sent again, after a pause where there is one.</summary>
    public void PutBack(UserLine line, IReadOnlyList<PendingMessage> messages, TimeSpan pause)
    {
        line.PutBack(messages);
        if (pause <= TimeSpan.Zero)
        {
            MakeReady(line);
            return;
        }

        line.State = UserLineState.Paused;
        _paused.Enqueue(line, time.GetTimestamp() + (long)(pause.TotalSeconds * time.TimestampFrequency));
    }

    /// <summary>Gives up a user of whom something was under way. Answers what waited behind that.</summary>
    public IEnumerable<PendingMessage> Drop(UserLine line)
    {
        _lines.Remove(line.User);
        return line.Waiting;
    }

    /// <summary>Gives up everything, and answers it.</summary>
    public IReadOnlyList<PendingMessage> Clear()
    {
        IReadOnlyList<PendingMessage> waiting = [.. _lines.Values.SelectMany(line => line.Waiting)];
        _lines.Clear();
        _ready.Clear();
        _paused.Clear();
        CountReady(-ReadyMessages, -ReadyBytes);
        return waiting;
    }

    private void MakeReady(UserLine line)
    {
        line.State = UserLineState.Ready;
        _ready.Enqueue(line);
        if (ReadyMessages == 0) _readySince = time.GetTimestamp();
        CountReady(line.Count, line.Bytes);
    }

    private void CountReady(int messages, long bytes)
    {
        ReadyMessages += messages;
        ReadyBytes += bytes;
    }
}

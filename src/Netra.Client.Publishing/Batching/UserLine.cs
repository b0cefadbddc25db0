namespace Netra.Client.Publishing;

/// <summary>What waits for one user, in its order.</summary>
internal sealed class UserLine(string user)
{
    private Queue<PendingMessage> _waiting = new();

    public string User => user;

    public UserLineState State { get; set; }

    /// <summary>How many tries in a row have failed for a passing reason.</summary>
    public int Failures { get; private set; }

    /// <summary>When the first of these was, as a timestamp of the clock.</summary>
    public long FailingSince { get; private set; }

    public int Count => _waiting.Count;

    public long Bytes { get; private set; }

    public IEnumerable<PendingMessage> Waiting => _waiting;

    /// <summary>The message that is next.</summary>
    public PendingMessage? First => _waiting.TryPeek(out var first) ? first : null;

    public void Add(PendingMessage message)
    {
        _waiting.Enqueue(message);
        Bytes += message.Json.Length;
    }

    public PendingMessage Take()
    {
        var message = _waiting.Dequeue();
        Bytes -= message.Json.Length;
        return message;
    }

    /// <summary>Puts messages back in front.</summary>
    public void PutBack(IReadOnlyList<PendingMessage> messages)
    {
        _waiting = new Queue<PendingMessage>(messages.Concat(_waiting));
        Bytes += messages.Sum(message => (long)message.Json.Length);
    }

    public void HasFailed(long now)
    {
        if (Failures++ == 0) FailingSince = now;
    }

    public void HasSucceeded() => Failures = 0;
}

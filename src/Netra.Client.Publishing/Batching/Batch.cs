namespace Netra.Client.Publishing;

/// <summary>The messages of one call: of each user what was first in its line, in its order.</summary>
internal sealed class Batch
{
    private readonly List<PendingMessage> _messages = [];
    private readonly List<(UserLine Line, int From)> _lines = [];

    public IReadOnlyList<PendingMessage> Messages => _messages;

    /// <summary>The size of the messages.</summary>
    public long Bytes { get; private set; }

    /// <summary>The lines, each with where its messages begin and end.</summary>
    public IEnumerable<(UserLine Line, Range Range)> Lines =>
        _lines.Select((entry, i) => (entry.Line, entry.From..(i + 1 < _lines.Count ? _lines[i + 1].From : _messages.Count)));

    /// <summary>The messages of a range of <see cref="Lines"/>.</summary>
    public IReadOnlyList<PendingMessage> this[Range range] => _messages[range];

    /// <summary>Whether another message keeps to the limits, or is the first.</summary>
    public bool HasRoom(PendingMessage message, int maxMessages, long maxBytes) =>
        _messages.Count == 0 || (_messages.Count < maxMessages && Bytes + message.Json.Length + 1 <= maxBytes);

    public void Begin(UserLine line) => _lines.Add((line, _messages.Count));

    public void Add(PendingMessage message)
    {
        _messages.Add(message);
        // And a comma.
        Bytes += message.Json.Length + 1;
    }
}

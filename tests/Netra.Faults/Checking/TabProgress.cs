using System.Text.Json.Nodes;

namespace Netra.Faults;

/// <summary>When a connection had which seq, in its turn, ahead of it, or as skipped. That nothing is left out on the way is another rule's business.</summary>
internal sealed class TabProgress
{
    private readonly List<long> _places = [];
    private readonly List<long> _times = [];
    private readonly Dictionary<long, long> _ahead = [];

    private TabProgress()
    {
    }

    public static TabProgress Of(TabConnection connection)
    {
        var progress = new TabProgress();
        progress.Reach(connection.BeginsBehind, connection.Opened!.AtMs);
        foreach (var frame in connection.Frames)
        {
            if (frame is { Seq: { } ahead, IsExpedited: true }) progress._ahead.TryAdd(ahead, frame.AtMs);
            else if (frame.Seq is { } seq) progress.Reach(seq, frame.AtMs);
            else if (frame.Type == "skipped") progress.Reach((long)JsonNode.Parse(frame.Payload)!["to"]!, frame.AtMs);
        }

        return progress;
    }

    /// <summary>When it had a seq; null: never.</summary>
    public long? HadAt(long seq)
    {
        var index = _places.BinarySearch(seq);
        if (index < 0) index = ~index;
        long? inTurn = index < _times.Count ? _times[index] : null;
        return _ahead.TryGetValue(seq, out var ahead) && (inTurn is null || ahead < inTurn) ? ahead : inTurn;
    }

    /// <summary>A place that it goes back to brings nothing new.</summary>
    private void Reach(long place, long atMs)
    {
        if (_places.Count > 0 && place <= _places[^1]) return;
        _places.Add(place);
        _times.Add(atMs);
    }
}

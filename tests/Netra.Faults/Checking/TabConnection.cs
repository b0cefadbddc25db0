namespace Netra.Faults;

/// <summary>What one connection of a tab went through.</summary>
internal sealed class TabConnection(TabConnecting connecting)
{
    private readonly List<HistoryEvent> _events = [];

    public TabConnecting Connecting => connecting;

    /// <summary>Its first frame; null when it never had one.</summary>
    public TabOpened? Opened { get; private set; }

    public TabRefused? Refused { get; private set; }

    public TabClosed? Closed { get; private set; }

    /// <summary>What came and what was sent, in order.</summary>
    public IReadOnlyList<HistoryEvent> Events => _events;

    public IEnumerable<TabFrame> Frames => _events.OfType<TabFrame>();

    /// <summary>The seq behind which its ordinary run begins, by what the server said.</summary>
    public long BeginsBehind => Opened switch
    {
        null => 0,
        { Resumed: true } => connecting.LastSeq ?? 0,
        { ReplayFrom: { } from } => from - 1,
        _ => Opened.HeadSeq,
    };

    public void Add(HistoryEvent happened)
    {
        switch (happened)
        {
            case TabOpened opened:
                Opened = opened;
                break;
            case TabRefused refused:
                Refused = refused;
                break;
            case TabClosed closed:
                Closed = closed;
                break;
            default:
                _events.Add(happened);
                break;
        }
    }
}

namespace Netra.Faults;

/// <summary>What one connection of a tab went through.</summary>
internal sealed class TabConnection(TabConnecting connecting)
{
    private readonly List<HistoryEvent> _events = [];
    private readonly List<TabResume> _resumes = [];

    public TabConnecting Connecting => connecting;

    /// <summary>Its first frame; null when it never had one.</summary>
    public TabOpened? Opened { get; private set; }

    public TabRefused? Refused { get; private set; }

    public TabClosed? Closed { get; private set; }

    /// <summary>What came and what was sent, in order.</summary>
    public IReadOnlyList<HistoryEvent> Events => _events;

    public IEnumerable<TabFrame> Frames => _events.OfType<TabFrame>();

    /// <summary>The positions that it passed while it was open. One that was asked for again, behind an error, is here once for each time.</summary>
    public IReadOnlyList<TabResume> Resumes => _resumes;

    /// <summary>The session that it belongs to; a connection without a name has one of its own.</summary>
    public string Session => connecting.ClientId ?? $"(connection {connecting.Connection})";

    /// <summary>The seq behind which its ordinary run begins, by what the server said.</summary>
    public long BeginsBehind => Opened switch
    {
        null => 0,
        { Resumed: true } => connecting.LastSeq ?? 0,
        { ReplayFrom: { } from } => from - 1,
        _ => Opened.HeadSeq,
    };

    /// <summary>The resume that a <c>resumed</c> answers; null: nobody asked for it.</summary>
    public TabResume? ResumeOf(TabFrame resumed) => _resumes.Find(resume => resume.Answer == resumed);

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
                if (happened is TabSent { Type: "resume" } sent) _resumes.Add(new TabResume(sent));
                else if (happened is TabFrame { Type: "resumed" } resumed) _resumes.FindLast(resume => resume.Id == resumed.Id && resume.Answer is null)?.Take(resumed);
                break;
        }
    }
}

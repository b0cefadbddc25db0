namespace Netra.Grains;

/// <summary>What the records of one user's work add to the sums of the silo, until its grain goes. Not thread-safe: its grain's.</summary>
internal sealed class WorkLevels(HandlerInstruments instruments)
{
    private long _jobs;
    private long _messages;
    private long _unreadable;
    private bool _isOver;

    /// <summary>A record is there. Behind <see cref="End"/> it does nothing: a commit may end behind its grain.</summary>
    /// <param name="body">What it says; null when it can't be read.</param>
    public void Add(UserWorkBody? body) => Change(body, 1);

    /// <summary>A record is there no more.</summary>
    public void Remove(UserWorkBody? body) => Change(body, -1);

    public void End()
    {
        if (_isOver) return;
        _isOver = true;
        instruments.Jobs.Add(-_jobs);
        instruments.Messages.Add(-_messages);
        instruments.Unreadable.Add(-_unreadable);
    }

    private void Change(UserWorkBody? body, int change)
    {
        if (_isOver) return;
        switch (body)
        {
            case JobWork:
                _jobs += change;
                instruments.Jobs.Add(change);
                break;
            case OutboxWork:
                _messages += change;
                instruments.Messages.Add(change);
                break;
            default:
                _unreadable += change;
                instruments.Unreadable.Add(change);
                break;
        }
    }
}

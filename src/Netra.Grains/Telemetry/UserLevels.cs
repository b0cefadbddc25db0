namespace Netra.Grains;

/// <summary>What one user adds to the sums over all users of the silo, from the load on until the grain goes. Not thread-safe: its grain's.</summary>
internal sealed class UserLevels(GrainInstruments instruments)
{
    private long _unread;
    private long _deadLetters;
    private bool _isLoaded;
    private bool _isOver;

    /// <summary>Tells what there is now. Behind <see cref="End"/> it does nothing: a commit may end behind its grain.</summary>
    public void Show(long unread, long deadLetters)
    {
        if (_isOver) return;
        if (!_isLoaded) instruments.Loaded.Add(1);
        _isLoaded = true;
        if (unread != _unread) instruments.Unread.Add(unread - _unread);
        if (deadLetters != _deadLetters) instruments.KeptDeadLetters.Add(deadLetters - _deadLetters);
        (_unread, _deadLetters) = (unread, deadLetters);
    }

    public void End()
    {
        if (_isOver) return;
        _isOver = true;
        if (!_isLoaded) return;
        instruments.Loaded.Add(-1);
        instruments.Unread.Add(-_unread);
        instruments.KeptDeadLetters.Add(-_deadLetters);
    }
}

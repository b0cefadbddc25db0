namespace Netra.Grains;

/// <content>
/// Whether what was loaded is known to be the latest. A load alone does not say so: another activation may write behind it, and a commit whose end nobody
/// knows may land behind it. A commit of our own does, once it is durable: storage let it follow what was loaded, and whoever wrote on top of the same has
/// lost.
/// </content>
internal sealed partial class CommitPipeline
{
    /// <summary>How many commits a load makes only to see whether it is still the latest.</summary>
    internal const int MaxSettlingCommits = 6;

    /// <summary>
    /// How many such commits fit into the settling time at least apart: a little less than a lease interval by the defaults, so that a user with one gateway
    /// makes one for each renewal, and one with many gateways none the more.
    /// </summary>
    private const int SettlingSteps = 8;

    private readonly long _loadedAt = time.GetTimestamp();

    /// <summary>The first commit, until it is durable.</summary>
    private StagedCommit? _first;

    /// <summary>When a commit became durable last.</summary>
    private long _provenAt;

    private int _settlingCommits;

    /// <summary>Whether a commit of this pipeline has become durable: on top of what was loaded.</summary>
    public bool IsFenced { get; private set; }

    /// <summary>
    /// Completes when one commit of this pipeline is durable: at once when one is, behind the first that is under way, or behind one that changes nothing.
    /// However many wait, they wait for the same.
    /// </summary>
    /// <exception cref="CommitConflictException">What was loaded is not the latest.</exception>
    public Task FenceAsync()
    {
        ThrowIfFailed();
        return IsFenced ? Task.CompletedTask : (_first ?? CommitNow()).Durable;
    }

    /// <summary>
    /// As <see cref="FenceAsync()"/>. A seq above the head is a sign that another activation wrote: only a commit that begins now tells whether that is so.
    /// </summary>
    /// <param name="namedSeq">A seq of this epoch that somebody says there is.</param>
    /// <exception cref="CommitConflictException">What was loaded is not the latest.</exception>
    public Task FenceAsync(long namedSeq) => namedSeq > Durable.HeadSeq ? FenceAnewAsync() : FenceAsync();

    /// <summary>As <see cref="FenceAsync()"/>, by a commit that begins now.</summary>
    /// <exception cref="CommitConflictException">What was loaded is not the latest.</exception>
    public Task FenceAnewAsync()
    {
        ThrowIfFailed();
        return CommitNow().Durable;
    }

    /// <summary>
    /// Whether it is time for another look at storage, as long as a second activation may be alive. Counts as that look: the caller makes the commit.
    /// </summary>
    public bool TakeSettlingTurn()
    {
        if (IsFenced)
        {
            var isDue = time.GetElapsedTime(_loadedAt) < options.SettlingTime
                && time.GetElapsedTime(_provenAt) >= options.SettlingTime / SettlingSteps
                && _settlingCommits < MaxSettlingCommits;
            if (!isDue) return false;
        }

        _settlingCommits++;
        return true;
    }

    /// <summary>What waits to be committed, or else a commit of nothing: the head's revision changes alone.</summary>
    private StagedCommit CommitNow()
    {
        var commit = OpenCommit();
        Pump();
        return commit;
    }

    private void NoteProof()
    {
        (IsFenced, _provenAt) = (true, time.GetTimestamp());
        _first = null;
    }
}

namespace Netra.Grains;

/// <summary>Whether somebody does a piece of work.</summary>
internal enum WorkItemState
{
    /// <summary>Nobody yet.</summary>
    Waiting,

    /// <summary>It is being done, or done and about to be removed.</summary>
    Taken,

    /// <summary>It stopped unexpectedly and waits until its user is woken.</summary>
    Stopped,
}

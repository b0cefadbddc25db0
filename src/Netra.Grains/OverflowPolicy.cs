namespace Netra.Grains;

/// <summary>What happens at a limit of the user's log (protocol section 3).</summary>
public enum OverflowPolicy
{
    /// <summary>The least important, oldest unread messages become dead letters.</summary>
    DropOldest,

    /// <summary>The new message is refused with <c>queue_full</c>.</summary>
    Reject,
}

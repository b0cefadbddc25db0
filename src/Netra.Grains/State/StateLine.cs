using Netra.Abstractions;

namespace Netra.Grains;

/// <summary>
/// The state of a user: the durable one, which readers see, and the latest, which has the changes that are on their way to storage and which the
/// next change is applied to. Not thread-safe.
/// </summary>
internal sealed class StateLine
{
    /// <summary>As it is on durable storage.</summary>
    public UserState Durable { get; private set; } = new(0, "{}"u8.ToArray());

    /// <summary>With every change that was applied, durable or not.</summary>
    public UserState Latest { get; private set; } = new(0, "{}"u8.ToArray());

    /// <summary>
    /// Applies a change to <see cref="Latest"/> and adds to <paramref name="change"/> what makes it durable: the change record, now and then a
    /// snapshot, and the <c>state_updated</c> frame. The caller stages <paramref name="change"/> before it awaits anything.
    /// </summary>
    /// <param name="change">Gets the effects; untouched unless the result is <see cref="StateChangeStatus.Changed"/>. One state change each.</param>
    /// <param name="asked">The change.</param>
    /// <param name="id">The id of the <c>state_updated</c> frame: the sender's, or one made for it.</param>
    /// <returns>Changed, with the new state (its seq is that of the frame, once staged); Conflict, with <see cref="Latest"/>; Refused, with why.</returns>
    public StateChangeResult Apply(UserChange change, StateChange asked, string id) => throw new NotSupportedException();
}

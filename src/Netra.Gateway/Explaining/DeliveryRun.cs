using Netra.Abstractions;

namespace Netra.Gateway;

/// <summary>A stretch of the log that a connection went along, from where it began or a <c>resume</c> put it.</summary>
/// <param name="Number">Its number, from 0.</param>
/// <param name="After">Behind which seq it began.</param>
/// <param name="UpTo">The last seq that was queued in its turn, or passed in silence.</param>
/// <param name="AheadUpTo">How far what is sent ahead was read before; 0 when nothing was.</param>
internal readonly record struct DeliveryRun(int Number, long After, long UpTo, long AheadUpTo)
{
    public bool Covers(long seq) => seq > After && seq <= UpTo;

    public bool CoversAhead(long seq) => seq > After && seq <= AheadUpTo;

    /// <summary>Whether the run queued a message.</summary>
    /// <param name="request">The message.</param>
    /// <param name="skipped">Whether the run said that it will not come; null when that was forgotten.</param>
    /// <param name="ahead">Whether the run sent it ahead of its turn; null when that was forgotten.</param>
    /// <returns>Null when it can't be told any more.</returns>
    public bool? Queued(RecallRequest request, bool? skipped, bool? ahead)
    {
        if (ahead is true) return true;
        // What a forgotten skip named is no message any more. What was sent ahead is passed in its turn.
        if (Covers(request.Seq) && (skipped is false || request.IsRetained)) return true;
        if (Covers(request.Seq) && skipped is null) return null;
        // Sent ahead is what matters so much and had not reached its end by then.
        if (ahead is false || request.IsExpedited == false) return false;
        return request is { IsExpedited: true, IsRetained: true } ? true : null;
    }
}

namespace Netra.Faults;

/// <summary>
/// Each hole of the log is the place of a message with a time to live that is not in it: of the one that is known to have had that seq, or of one of those whose seq nobody knows.
/// There are no more holes than these.
/// </summary>
internal sealed class HolesExplained : IRule
{
    public IEnumerable<Violation> Check(UserHistory user)
    {
        if (user.AtEnd is not { } end) yield break;
        var present = user.Frames.Select(frame => frame.Id).ToHashSet();
        var missing = user.Messages.Values.Where(message => message is { IsDurable: true, MayExpire: true, IsRefused: false } && !present.Contains(message.Id)).Select(message => message.Id).ToHashSet();
        var seqOf = new Dictionary<long, string>();
        foreach (var accepted in user.Accepted) seqOf.TryAdd(accepted.Seq, accepted.Id);
        foreach (var frame in user.Connections.SelectMany(connection => connection.Frames).Where(frame => frame is { Seq: not null, Id: not null })) seqOf.TryAdd(frame.Seq!.Value, frame.Id!);

        var unexplained = new List<long>();
        for (var seq = 1L; seq <= end.HeadSeq; seq++)
        {
            if (!user.Log.ContainsKey(seq) && !(seqOf.TryGetValue(seq, out var id) && missing.Contains(id))) unexplained.Add(seq);
        }

        var unplaced = missing.Except(seqOf.Values).Count();
        if (unexplained.Count > unplaced)
        {
            yield return user.Violation(
                this, user.EndMs, $"The log has {unexplained.Count} holes that nothing explains, {string.Join(", ", unexplained.Take(10))}; only {unplaced} messages with a time to live may be missing there.", unexplained[0]);
        }
    }
}

namespace Netra.Faults;

/// <summary>A head that the server told.</summary>
/// <param name="Who">Whom.</param>
/// <param name="AskedAtMs">When the question was begun.</param>
/// <param name="AtMs">When the answer came.</param>
/// <param name="Seq">The head.</param>
internal sealed record ToldHead(string Who, long AskedAtMs, long AtMs, long Seq)
{
    /// <summary>All that a user's tabs and the final reading were told, in the order in which they were asked for.</summary>
    public static IReadOnlyList<ToldHead> Of(UserHistory user)
    {
        var told = new List<ToldHead>();
        foreach (var connection in user.Connections)
        {
            var tab = connection.Connecting.Tab;
            if (connection.Opened is { } opened) told.Add(new ToldHead($"{tab} connected and", connection.Connecting.AtMs, opened.AtMs, opened.HeadSeq));
            told.AddRange(connection.Resumes.Where(resume => resume.Answer is not null && resume.IsHonoured)
                .Select(resume => new ToldHead($"{tab} asked to resume at {resume.LastSeq} and", resume.SentAtMs, resume.Answer!.AtMs, resume.ReplayTo ?? resume.LastSeq)));
        }

        if (user.AtEnd is { BegunAtMs: { } begunMs } end) told.Add(new ToldHead("GET user", begunMs, end.AtMs, end.HeadSeq));
        return [.. told.OrderBy(head => head.AskedAtMs)];
    }
}

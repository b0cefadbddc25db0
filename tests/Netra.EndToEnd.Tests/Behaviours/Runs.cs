namespace Netra.EndToEnd.Tests;

/// <summary>What the tests say of a run of frames.</summary>
internal static class Runs
{
    /// <summary>The durable frames and the skips of a connection, shortly: <c>3</c>, <c>!3</c> ahead of its turn, <c>-4..6 expired</c>.</summary>
    public static string Describe(IEnumerable<Frame> frames) => string.Join(' ', frames
        .Where(frame => frame.Seq is not null || frame.Type == "skipped")
        .Select(frame => frame.Type == "skipped"
            ? $"-{frame.Payload.GetProperty("from")}..{frame.Payload.GetProperty("to")} {frame.Payload.GetProperty("reason").GetString()}"
            : (frame.IsExpedited ? "!" : "") + frame.Seq));

    /// <summary>Asserts that an ordinary run leaves out no seq of a range without a word, and repeats none. Answers its frames.</summary>
    public static IReadOnlyList<Frame> AssertWhole(IReadOnlyList<Frame> frames, long from, long to)
    {
        var ahead = frames.Where(frame => frame.IsExpedited).Select(frame => frame.Seq!.Value).ToHashSet();
        var next = from;
        foreach (var frame in frames.Where(frame => !frame.IsExpedited && (frame.Seq is not null || frame.Type == "skipped")))
        {
            while (ahead.Contains(next)) next++;
            var first = frame.Type == "skipped" ? frame.Payload.GetProperty("from").GetInt64() : frame.Seq!.Value;
            Assert.True(first == next, $"After {next - 1} came {frame}");
            next = frame.Reaches + 1;
        }

        while (ahead.Contains(next)) next++;
        Assert.Equal(to + 1, next);
        return [.. frames.Where(frame => frame.Seq is not null).OrderBy(frame => frame.Seq)];
    }

    /// <summary>The <c>n</c> of each payload.</summary>
    public static IEnumerable<int> Numbers(IEnumerable<Frame> frames) => frames.Select(frame => frame.Payload.GetProperty("n").GetInt32());
}

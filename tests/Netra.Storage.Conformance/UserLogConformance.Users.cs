using Netra.Protocol;

namespace Netra.Storage.Conformance;

public abstract partial class UserLogConformance
{
    public static TheoryData<string[]> UserIdFamilies => new(
        ["a", "aa", "aaa", "aaaa", "a a", "A"],
        ["é", "e\u0301", "ß", "ſ", "İ", "用户", "😀", "😀😀", "\u00ff", "\uffff", "\ue000"],
        [new string('x', UserId.MaxLength), new string('x', UserId.MaxLength - 1), new string('用', UserId.MaxLength)],
        ["user:1", "user:10", "user:1\u00a0", "user/1", "...", "user\u20281"]);

    [Theory]
    [MemberData(nameof(UserIdFamilies))]
    public async Task CommitAsync_UserIdsLikeEachOther_DoNotMix(string[] ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var writers = new List<LogWriter>();
        foreach (var id in ids)
        {
            var writer = await LogWriter.LoadAsync(Log, id);
            Assert.Equal(0, writer.Head.Revision);
            await CommitAsync(writer.Commit([[1], [(byte)writers.Count, 2]], write: [Tab with { LastSeenMs = writers.Count }]));
            writers.Add(writer);
        }

        for (var i = 0; i < writers.Count; i += 2) await CommitAsync(writers[i].Commit(oldest: 2, forget: [Tab.ClientId]));
        await ReopenAsync();
        foreach (var writer in writers) await writer.AssertStoredAsync(Log);
    }

    [Fact]
    public async Task CommitAsync_ManyUsersAtOnce_MatchTheModel()
    {
        const int Users = 1_000;
        const int CommitsPerUser = 64;
        var writers = await Task.WhenAll(Enumerable.Range(0, Users).Select(i => LogWriter.LoadAsync(Log, $"user-{i}")));
        await Parallel.ForEachAsync(writers, async (writer, _) =>
        {
            // In bursts of 16: several of a user's commits are under way at once.
            for (var burst = 0; burst < CommitsPerUser / 16; burst++)
            {
                var commits = Enumerable.Range(0, 16).Select(i => Log.CommitAsync(writer.Commit(
                    [[(byte)burst, (byte)i], [7]],
                    oldest: Math.Max(1, writer.Head.HeadSeq - 20),
                    write: [Tab with { AckedSeq = writer.Head.HeadSeq }])));
                Assert.All(await Task.WhenAll(commits), outcome => Assert.Equal(CommitOutcome.Committed, outcome));
            }
        });
        await ReopenAsync();

        foreach (var writer in writers) await writer.AssertStoredAsync(Log);
        Assert.All(writers, writer => Assert.Equal(2 * CommitsPerUser, writer.Head.HeadSeq));
    }

    [Fact]
    public async Task ReadAsync_BesideWrites_SeesWholeCommits()
    {
        var writer = await LogWriter.LoadAsync(Log, "ada");
        var user = writer.User;
        using var done = new CancellationTokenSource();
        var reads = new int[2];
        var readers = Enumerable.Range(0, reads.Length).Select(reader => Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                var head = (await Log.LoadAsync(user, CancellationToken.None)).Head;
                var frames = await Log.ReadAsync(user, 1, long.MaxValue, int.MaxValue, int.MaxValue, CancellationToken.None);
                // Every commit appends two frames and keeps at most 21: a torn one would show.
                Assert.InRange(frames.Count, head.HeadSeq == 0 ? 0 : 2, 22);
                if (frames.Count > 0) Assert.True(frames[^1].Seq >= head.HeadSeq && frames[^1].Seq % 2 == 0);
                for (var i = 1; i < frames.Count; i++) Assert.Equal(frames[0].Seq + i, frames[i].Seq);
                Interlocked.Increment(ref reads[reader]);
            }
        })).ToArray();

        // On a busy machine a reader may begin late: it is written on until each has read beside it.
        for (var i = 0; i < 300 || readers.Where((reader, n) => !reader.IsCompleted && Volatile.Read(ref reads[n]) == 0).Any(); i++)
            await CommitAsync(writer.Commit([[1], [2]], oldest: Math.Max(1, writer.Head.HeadSeq - 18)));

        await done.CancelAsync();
        await Task.WhenAll(readers);
        await writer.AssertStoredAsync(Log);
    }
}

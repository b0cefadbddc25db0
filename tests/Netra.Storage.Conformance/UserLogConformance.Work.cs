using Netra.Protocol;

namespace Netra.Storage.Conformance;

/// <summary>Work and deduplication.</summary>
public abstract partial class UserLogConformance
{
    [Fact]
    public async Task CommitAsync_Work_IsLoadedBackByNumber()
    {
        var writer = await LogWriter.LoadAsync(Log, "ada");
        await CommitAsync(writer.Commit(new CommitParts { Work = [Work(1), Work(2), Work(3)] }));
        await CommitAsync(writer.Commit(new CommitParts { Work = [Work(3, "changed"), Work(1, "changed"), Work(4)], ForgetWork = [2] }));
        await ReopenAsync();
        await writer.AssertStoredAsync(Log);
        Assert.Equal([1L, 3, 4], (await Log.LoadAsync(writer.User, CancellationToken.None)).Work.Select(work => work.Number));
        Assert.Equal((3L, 4L), (writer.Head.WorkCount, writer.Head.LastWorkNumber));

        await CommitAsync(writer.Commit(new CommitParts { ForgetWork = [4, 1, 3] }));
        await CommitAsync(writer.Commit(new CommitParts { Work = [Work(5)] }));
        await writer.AssertStoredAsync(Log);
    }

    [Fact]
    public async Task FindUsersWithWorkAsync_Pages_NameEachUserOnce()
    {
        var writers = new List<LogWriter>();
        for (var i = 0; i < 20; i++)
        {
            var writer = await LogWriter.LoadAsync(Log, i % 2 == 0 ? $"user-{i}" : $"usér 用户 {i}");
            writers.Add(writer);
            await CommitAsync(writer.Commit(new CommitParts { Work = [.. Enumerable.Range(1, 1 + (i * 30)).Select(number => Work(number))] }));
        }

        foreach (var done in writers.Where((_, i) => i % 5 == 0))
            await CommitAsync(done.Commit(new CommitParts { ForgetWork = [.. done.Model.Work.Keys] }));
        await CommitAsync((await LogWriter.LoadAsync(Log, "without")).Append("1"));
        await ReopenAsync();

        var expected = writers.Where((_, i) => i % 5 != 0).Select(writer => writer.User).ToHashSet();
        foreach (var maxUsers in (int[])[1, 3, 100]) Assert.Equal(expected, (await UsersWithWorkAsync(maxUsers)).ToHashSet());
    }

    [Fact]
    public async Task FindUsersWithWorkAsync_AfterAUserWithoutWork_GoesOnBehindIt()
    {
        var users = new List<UserId>();
        for (var i = 0; i < 10; i++)
        {
            var writer = await LogWriter.LoadAsync(Log, $"user-{i}");
            await CommitAsync(writer.Commit(new CommitParts { Work = [Work(1)] }));
        }

        users.AddRange(await Log.FindUsersWithWorkAsync(null, 100, CancellationToken.None));
        var middle = await LogWriter.LoadAsync(Log, users[4].Value);
        await CommitAsync(middle.Commit(new CommitParts { ForgetWork = [1] }));
        Assert.Equal(users.Skip(5), await Log.FindUsersWithWorkAsync(users[4], 100, CancellationToken.None));
        Assert.Empty(await Log.FindUsersWithWorkAsync(users[^1], 100, CancellationToken.None));
    }

    [Fact]
    public async Task FindUsersWithWorkAsync_NoUserAskedFor_Throws() =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Log.FindUsersWithWorkAsync(null, 0, CancellationToken.None));

    [Fact]
    public async Task CommitAsync_DeduplicationRecords_AreReadBackBySpaceAndId()
    {
        var ids = new[] { "a", "A", "aa", "a\0", "é", "e\u0301", "😀", new string('用', 128) };
        var records = ids.SelectMany((id, i) => Enum.GetValues<DeduplicationSpace>()
            .Select(space => new DeduplicationRecord(new DeduplicationKey(space, id), (long)space - 1, i))).ToArray();
        var writer = await LogWriter.LoadAsync(Log, "ada");
        var other = await LogWriter.LoadAsync(Log, "adaa");
        await CommitAsync(writer.Append("1", "2"));
        await CommitAsync(writer.Commit(new CommitParts { Deduplication = records }));
        await CommitAsync(other.Commit(new CommitParts { Deduplication = [records[0] with { AtMs = 99 }] }));
        await ReopenAsync();

        await writer.AssertStoredAsync(Log);
        await other.AssertStoredAsync(Log);
        Assert.Equal(24, writer.Model.Deduplication.Count);
    }

    [Fact]
    public async Task CommitAsync_DeduplicationReplacedAndForgotten_IsAsTheLastCommitSays()
    {
        var (one, two) = (new DeduplicationKey(DeduplicationSpace.Client, "1"), new DeduplicationKey(DeduplicationSpace.Outbox, "2"));
        var writer = await LogWriter.LoadAsync(Log, "ada");
        await CommitAsync(writer.Append("1"));
        await CommitAsync(writer.Commit(new CommitParts { Deduplication = [new(one, 0, 5), new(two, 1, 6)] }));
        await CommitAsync(writer.Commit(new CommitParts
        {
            Deduplication = [new(two, 0, long.MaxValue)],
            ForgetDeduplication = [one, one with { Space = DeduplicationSpace.Publisher }],
        }));
        await ReopenAsync();
        await writer.AssertStoredAsync(Log);
        Assert.Equal(new DeduplicationRecord(two, 0, long.MaxValue), Assert.Single(writer.Model.Deduplication.Values));
    }

    private static WorkRecord Work(long number, string body = "work") => new(number, System.Text.Encoding.UTF8.GetBytes(body));
}

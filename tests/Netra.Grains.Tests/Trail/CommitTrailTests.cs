using System.Net;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Netra.Abstractions;
using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains.Tests;

/// <summary>What a silo remembers of its commits.</summary>
public sealed class CommitTrailTests
{
    private static readonly Epoch Epoch = Epoch.Parse("e1");
    private static readonly UserId Ada = UserId.Parse("ada");
    private static readonly SiloAddress[] Gateways = [SiloAddress.New(IPAddress.Loopback, 1, 1)];

    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeMilliseconds(1_000));

    [Fact]
    public void Recall_CommitOfSeveralSenders_TellsEachMessagesOwn()
    {
        var trail = New(100);
        var commit = new StagedCommit();
        commit.Add([Frame(1, 10), Frame(2, 10)], Key("orders"));
        commit.Add([], Key("nobody"));
        commit.Add([Frame(3, 11)], Key("news"));
        commit.Add([Frame(4, 12), Frame(5, 12)], Key("orders"));
        trail.Note(Ada, Epoch, commit, 50, Gateways);

        (string, long)[] expected = [("orders", 10), ("orders", 10), ("news", 11), ("orders", 12), ("orders", 12)];
        Assert.Equal(expected, Enumerable.Range(1, 5).Select(seq => Recall(trail, seq).Commit!).Select(commit => (commit.Origin.Name!, commit.AcceptedAtMs)));
        Assert.Null(Recall(trail, 6).Commit);
        Assert.Null(trail.Recall(Request(1) with { User = UserId.Parse("bob") }).Commit);
        Assert.Null(trail.Recall(Request(1) with { Epoch = Epoch.Parse("e2") }).Commit);
        var found = Recall(trail, 1).Commit!;
        Assert.Equal((50, Gateways), (found.DurableAtMs, found.Gateways));
    }

    [Fact]
    public void Note_ChangesOfOneSenderAtOneTime_TakeOnePlace()
    {
        var trail = New(1);
        var commit = new StagedCommit();
        for (var seq = 1; seq <= 3; seq++) commit.Add([Frame(seq, 10)], Key("orders"));
        trail.Note(Ada, Epoch, commit, 50, Gateways);

        Assert.All(Enumerable.Range(1, 3), seq => Assert.Equal("orders", Recall(trail, seq).Commit?.Origin.Name));
    }

    [Fact]
    public void Recall_MoreCommitsThanAreKept_TellsTheNewestAndSinceWhen()
    {
        var trail = New(48);
        Assert.Equal(1_000, Recall(trail, 1).SinceMs);
        for (var seq = 1; seq <= 10; seq++) Note(trail, seq, 2_000 + seq);

        Assert.Equal([8, 9, 10], Enumerable.Range(1, 10).Where(seq => Recall(trail, seq).Commit is not null));
        Assert.Equal(2_008, Recall(trail, 1).SinceMs);
    }

    [Fact]
    public void Recall_NothingIsToBeRemembered_SaysSo()
    {
        var trail = New(0);
        Note(trail, 1, 2_000);

        Assert.Equal((null, long.MaxValue), Recall(trail, 1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(100)]
    public void Note_ManyUsers_KeepsAsManyAsAreAsked(int room)
    {
        var trail = New(room);
        var users = Enumerable.Range(0, 400).Select(i => UserId.Parse($"u{i}")).ToList();
        foreach (var user in users) trail.Note(user, Epoch, Commit(1), 2_000, Gateways);

        Assert.Equal(room, users.Count(user => trail.Recall(Request(1) with { User = user }).Commit is not null));
    }

    [Fact]
    public async Task Note_FromManyThreads_NeverTellsOfAnother()
    {
        var trail = New(64);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            var user = UserId.Parse($"user-{thread}");
            for (var seq = 1; seq <= 2_000; seq++)
            {
                var commit = new StagedCommit();
                commit.Add([Frame(seq, seq)], Key($"{thread}:{seq}"));
                trail.Note(user, Epoch, commit, seq, Gateways);
                if (trail.Recall(Request(seq) with { User = user }).Commit is { } found)
                    Assert.Equal(($"{thread}:{seq}", seq, seq), (found.Origin.Name, found.AcceptedAtMs, found.DurableAtMs));
            }
        })));
        Assert.Contains(Enumerable.Range(0, 4), thread => trail.Recall(Request(2_000) with { User = UserId.Parse($"user-{thread}") }).Commit is not null);
    }

    private CommitTrail New(int room) => new(Options.Create(new UserGrainOptions { RememberedCommits = room }), _time);

    private static void Note(CommitTrail trail, long seq, long nowMs) => trail.Note(Ada, Epoch, Commit(seq), nowMs, Gateways);

    private static StagedCommit Commit(long seq)
    {
        var commit = new StagedCommit();
        commit.Add([Frame(seq, 10)], Key("orders"));
        return commit;
    }

    private static MessageOrigin Key(string name) => new(MessageOriginKind.ApiKey, name);

    private static StoredFrame Frame(long seq, long timestampMs) => new(seq, timestampMs, "{}"u8.ToArray());

    private static RecallRequest Request(long seq) => new(Ada, Epoch, seq, IsExpedited: false, IsRetained: true);

    private static (CommitTrace? Commit, long SinceMs) Recall(CommitTrail trail, long seq) => trail.Recall(Request(seq));
}

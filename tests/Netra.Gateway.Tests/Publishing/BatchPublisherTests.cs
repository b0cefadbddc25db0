using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway.Tests;

/// <summary>One call to a silo for many users: who goes that way, who does not, and what a failure leaves.</summary>
public sealed class BatchPublisherTests
{
    private static readonly SiloAddress First = FakeSilo.AddressOf(2);
    private static readonly SiloAddress Second = FakeSilo.AddressOf(3);

    private readonly FakeUserDirectory _users = new();
    private readonly ObservedTime _time = new();
    private readonly StrictLog _log = new();
    private readonly FakePublishClient _silos;
    private readonly BatchPublisher _publisher;
    private int _calls;

    public BatchPublisherTests()
    {
        _users.Asked = () => _calls++;
        _silos = new FakePublishClient(_users);
        _publisher = new BatchPublisher(_users, _silos, new UserHomes(_time), _log.For<BatchPublisher>());
    }

    [Fact]
    public async Task Publish_HomesAreKnown_OneCallToEachSiloAndAnswersInOrder()
    {
        Add("ada", First);
        Add("bob", Second);
        Add("cid", First);
        Add("dan", Second);
        await PublishAsync("ada", "bob", "cid", "dan");
        Assert.Equal(4, _calls);
        Add("dora", Second);

        var seqs = await PublishAsync("dan", "ada", "dora", "bob", "cid");

        Assert.Equal([2, 2, 1, 2, 2], seqs);
        Assert.Equal(5, _calls);
        Assert.Equal([(Second, "dan,bob"), (First, "ada,cid")], _silos.Batches.Select(batch => (batch.Silo, string.Join(',', batch.Users))));
    }

    [Fact]
    public async Task Publish_UserMoved_IsAskedByItsGrainAndFoundAtItsNewHome()
    {
        var ada = Add("ada", First);
        Add("bob", First);
        Add("cid", Second);
        await PublishAsync("ada", "bob", "cid");
        ada.Home = Second;

        Assert.Equal([2, 2], await PublishAsync("ada", "bob"));
        Assert.Equal(4, _calls);
        Assert.Equal([3, 2], await PublishAsync("ada", "cid"));

        Assert.Equal(4, _calls);
        Assert.Equal((Second, "ada,cid"), (_silos.Batches[^1].Silo, string.Join(',', _silos.Batches[^1].Users)));
        Assert.Equal(3, ada.Publishes.Count);
    }

    [Fact]
    public async Task Publish_CallToTheSiloFails_AllOfItIsUnknownAndNothingIsSentAgain()
    {
        var ada = Add("ada", First);
        Add("bob", First);
        Add("cid", Second);
        await PublishAsync("ada", "bob", "cid");
        _silos.Failure = new TimeoutException("No answer.");

        var results = await _publisher.PublishAsync([.. "ada,bob,cid".Split(',').Select(MessageFor)]);

        Assert.Equal([ErrorCodes.Unavailable, ErrorCodes.Unavailable, null], results.Select(result => result.Refusal?.Code));
        Assert.Contains("may or may not", results[0].Refusal!.Message, StringComparison.Ordinal);
        Assert.Equal(2, results[2].Messages[0].Seq);
        Assert.Single(ada.Publishes);
        Assert.Contains(_log.Entries, entry => entry.Contains("call", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Publish_SiloIsGone_ItsUsersAreAskedByTheirGrains()
    {
        Add("ada", First);
        Add("bob", First);
        await PublishAsync("ada", "bob");
        _silos.Gone.Add(First);

        Assert.Equal([2, 2], await PublishAsync("ada", "bob"));

        Assert.Empty(_silos.Batches);
    }

    [Fact]
    public async Task Publish_HomeIsOld_TheDirectoryIsAskedAgain()
    {
        Add("ada", First);
        Add("bob", First);
        await PublishAsync("ada", "bob");
        _time.Advance(UserHomes.Lifetime);

        await PublishAsync("ada", "bob");
        Assert.Empty(_silos.Batches);
        await PublishAsync("ada", "bob");

        Assert.Single(_silos.Batches);
    }

    [Fact]
    public async Task Publish_OneUserOfASilo_IsAskedByItsGrain()
    {
        Add("ada", First);
        await PublishAsync("ada");

        await PublishAsync("ada");

        Assert.Empty(_silos.Batches);
        Assert.Equal(2, _calls);
    }

    [Fact]
    public async Task Publish_OneUserRefusesAndOneFails_TheOthersAreAnswered()
    {
        Add("ada", First).PublishRefusal = new FrameError(ErrorCodes.QueueFull, "Full.");
        Add("bob", First);
        _users.Add(new UnavailableUser("publish") { Name = "cid" });

        var results = await _publisher.PublishAsync([MessageFor("ada"), MessageFor("bob"), MessageFor("cid")]);

        Assert.Equal([ErrorCodes.QueueFull, null, ErrorCodes.Unavailable], results.Select(result => result.Refusal?.Code));
    }

    private static UserPublish MessageFor(string user) =>
        new(UserId.Parse(user), new PublishRequest([new NewMessage("note", null, "{}"u8.ToArray())]));

    private FakeUser Add(string name, SiloAddress home)
    {
        var user = new FakeUser { Name = name, Home = home };
        _users.Add(user);
        return user;
    }

    /// <summary>Publishes a message to each user; answers their seqs.</summary>
    private async Task<long?[]> PublishAsync(params string[] users)
    {
        var results = await _publisher.PublishAsync([.. users.Select(MessageFor)]);
        return [.. results.Select(result => result.Messages.Single().Seq)];
    }
}

using Netra.Protocol;

namespace Netra.Storage.PostgreSql.Tests;

public sealed class ShardMapTests
{
    private static readonly string[] Three = ["alpha", "beta", "gamma"];

    // Made with another implementation of XXH64.
    [Theory]
    [InlineData("ada", "gamma")]
    [InlineData("bob", "beta")]
    [InlineData("user-1", "gamma")]
    [InlineData("user-2", "beta")]
    [InlineData("用户", "alpha")]
    [InlineData("😀", "gamma")]
    [InlineData("a user with a rather long id, of more than thirty-two bytes", "alpha")]
    public void ShardOf_GoldenVectors_NeverChange(string user, string shard) =>
        Assert.Equal(shard, Three[new ShardMap(Three).ShardOf(UserId.Parse(user))]);

    [Fact]
    public void ShardOf_ShardAdded_MovesItsShareAndNobodyElse()
    {
        var users = Enumerable.Range(0, 10_000).Select(i => UserId.Parse($"user-{i}")).ToList();
        var (three, four) = (new ShardMap(Three), new ShardMap([.. Three, "delta"]));
        var moved = users.Where(user => three.ShardOf(user) != four.ShardOf(user)).ToList();
        Assert.All(moved, user => Assert.Equal(3, four.ShardOf(user)));
        Assert.InRange(moved.Count, 2_300, 2_700);
    }

    [Fact]
    public void ShardOf_OtherOrderOfTheNames_IsTheSameShard()
    {
        string[] turned = [.. Three.Reverse()];
        var (one, other) = (new ShardMap(Three), new ShardMap(turned));
        foreach (var user in Enumerable.Range(0, 1_000).Select(i => UserId.Parse($"user-{i}")))
            Assert.Equal(Three[one.ShardOf(user)], turned[other.ShardOf(user)]);
    }

    [Fact]
    public void WriterOf_UsersOfOneShard_AreSpreadOverItsWriters()
    {
        var map = new ShardMap(Three);
        var writers = Enumerable.Range(0, 30_000).Select(i => UserId.Parse($"user-{i}")).Where(user => map.ShardOf(user) == 1)
            .GroupBy(user => ShardMap.WriterOf(user, 4)).ToList();
        Assert.Equal(4, writers.Count);
        Assert.All(writers, group => Assert.InRange(group.Count(), 2_200, 2_800));
    }
}

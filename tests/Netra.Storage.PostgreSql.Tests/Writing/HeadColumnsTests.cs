using Netra.Protocol;

namespace Netra.Storage.PostgreSql.Tests;

public sealed class HeadColumnsTests
{
    private static readonly Epoch Epoch = Epoch.NewEpoch();

    private static readonly UserHead Head = new(Epoch, 77, 20, 5, 1_900, 4_000)
    {
        FrameCount = 10,
        HoleCount = 2,
        MarkedCount = 3,
        OldestTimestampMs = 1_500,
        StateVersion = 9,
        StateSnapshotVersion = 7,
        DeadLetterCount = 4,
        WorkCount = 1,
        LastWorkNumber = 6,
        TokensRevokedUpToS = 1_800_000_000,
        RevokedTokenCount = 2,
    };

    [Fact]
    public void Read_WhatWasWritten_IsTheSameHead()
    {
        var columns = new List<long>();
        HeadColumns.Write(UserHead.Empty(Epoch), Head, columns);
        Assert.Equal([0, 0], columns.Take(2));
        Assert.Equal(Head, HeadColumns.Read([.. columns.Skip(2)], Epoch));
        Assert.Equal(UserHead.Empty(Epoch), HeadColumns.Read(new long[HeadColumns.Count + 1], Epoch));
    }

    [Fact]
    public void Read_AnyColumnOther_IsDamaged()
    {
        var columns = new List<long>();
        HeadColumns.Write(Head, Head, columns);
        for (var i = 0; i <= HeadColumns.Count; i++)
        {
            var other = columns.Skip(2).ToArray();
            other[i]++;
            Assert.Throws<StorageDamagedException>(() => HeadColumns.Read(other, Epoch));
        }
    }

    // Made with another implementation of XXH64.
    [Fact]
    public void DigestOf_GoldenVector_NeverChanges() => Assert.Equal(7557039448469692611L, HeadColumns.DigestOf(Head));
}

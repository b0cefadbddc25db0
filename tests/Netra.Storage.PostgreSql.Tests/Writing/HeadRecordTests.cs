using Netra.Protocol;

namespace Netra.Storage.PostgreSql.Tests;

public sealed class HeadRecordTests
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

    private readonly List<long> _numbers = [];
    private readonly List<ReadOnlyMemory<byte>> _bodies = [];

    [Fact]
    public void Read_WhatWasWritten_IsTheSameHead()
    {
        HeadRecord.Write(UserHead.Empty(Epoch), Head, _numbers, _bodies);
        Assert.Equal([0, 0], _numbers.Take(2));
        Assert.Equal(Head, Read());
        Assert.Equal(UserHead.Empty(Epoch), HeadRecord.Read([0, 0, 0], [], Epoch));
    }

    [Fact]
    public void Write_ExpectedHead_IsNamedAsWhatWasRead()
    {
        HeadRecord.Write(UserHead.Empty(Epoch), Head, _numbers, _bodies);
        HeadRecord.Write(Head, Head with { Revision = 78 }, _numbers, _bodies);
        Assert.Equal((_numbers[2], _numbers[4]), (_numbers[5], _numbers[6]));
    }

    [Fact]
    public void Read_AnyNumberOther_IsDamaged()
    {
        HeadRecord.Write(Head, Head, _numbers, _bodies);
        for (var i = 2; i < _numbers.Count; i++)
        {
            _numbers[i]++;
            Assert.Throws<StorageDamagedException>(() => Read());
            _numbers[i]--;
        }

        _numbers.Add(0);
        Assert.Throws<StorageDamagedException>(() => Read());
    }

    [Fact]
    public void Read_AnyByteOfTheBodyOther_IsDamaged()
    {
        HeadRecord.Write(Head, Head, _numbers, _bodies);
        var body = _bodies[0].ToArray();
        for (var i = 0; i < body.Length; i++)
        {
            body[i]++;
            _bodies[0] = body;
            Assert.Throws<StorageDamagedException>(() => Read());
            body[i]--;
        }

        _bodies[0] = body.AsMemory(0, body.Length - 1);
        Assert.Throws<StorageDamagedException>(() => Read());
        _bodies[0] = new byte[1_000];
        Assert.Throws<StorageDamagedException>(() => Read());
    }

    [Fact]
    public void Read_EmptyHeadWithFields_IsDamaged()
    {
        Assert.Throws<StorageDamagedException>(() => HeadRecord.Read([0, 0, 0], [1], Epoch));
        Assert.Throws<StorageDamagedException>(() => HeadRecord.Read([0, 1, 0], [], Epoch));
    }

    // Made with another implementation of XXH64.
    [Fact]
    public void DigestOf_GoldenVector_NeverChanges() => Assert.Equal(2805717025119331806L, HeadRecord.DigestOf(Head));

    private UserHead Read() => HeadRecord.Read([.. _numbers.Skip(2)], _bodies[0].Span, Epoch);
}

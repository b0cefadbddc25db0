using Microsoft.Extensions.Options;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Grains.Tests;

public sealed class TraceMemoryTests
{
    private static readonly UserId Ada = UserId.Parse("ada"), Eve = UserId.Parse("eve");
    private static readonly Epoch Epoch = Epoch.NewEpoch(), Other = Epoch.NewEpoch();

    [Fact]
    public void Find_RunOfSeqs_IsThoseWhoseLastFrameIsInIt()
    {
        var memory = Of(10);
        FrameTrace[] traces = [Trace(3), Trace(5, count: 4), Trace(20)];
        foreach (var trace in traces) memory.Add(Ada, Epoch, trace);

        Assert.Equal(traces, memory.Find(Ada, Epoch, 1, 20)!);
        Assert.Equal([traces[1]], memory.Find(Ada, Epoch, 6, 8)!);
        Assert.Null(memory.Find(Ada, Epoch, 4, 7));
        Assert.Null(memory.Find(Eve, Epoch, 1, 20));
        Assert.Null(memory.Find(Ada, Other, 1, 20));
    }

    [Fact]
    public void Add_MoreThanMayBe_ForgetsTheOldestOfWhomever()
    {
        var memory = Of(3);
        memory.Add(Ada, Epoch, Trace(1));
        memory.Add(Eve, Epoch, Trace(1));
        memory.Add(Ada, Epoch, Trace(2));

        memory.Add(Eve, Epoch, Trace(2));
        Assert.Equal([2L], memory.Find(Ada, Epoch, 1, 9)!.Select(trace => trace.FirstSeq));
        memory.Add(Ada, Epoch, Trace(3));
        Assert.Equal([2L], memory.Find(Eve, Epoch, 1, 9)!.Select(trace => trace.FirstSeq));
        for (var seq = 4; seq <= 6; seq++) memory.Add(Ada, Epoch, Trace(seq));
        Assert.Null(memory.Find(Eve, Epoch, 1, 9));
        Assert.Equal([4L, 5, 6], memory.Find(Ada, Epoch, 1, 9)!.Select(trace => trace.FirstSeq));
    }

    [Fact]
    public void Add_WhereNothingIsRemembered_IsNotThere()
    {
        var memory = Of(0);
        memory.Add(Ada, Epoch, Trace(1));

        Assert.Null(memory.Find(Ada, Epoch, 1, 9));
    }

    private static TraceMemory Of(int messages) => new(Options.Create(new TracingOptions { RememberedMessages = messages }));

    private static FrameTrace Trace(long firstSeq, int count = 1) => new(firstSeq, count, new TraceContext("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
}

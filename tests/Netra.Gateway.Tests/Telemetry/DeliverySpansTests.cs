using System.Diagnostics;

namespace Netra.Gateway.Tests;

public sealed class DeliverySpansTests
{
    private readonly DeliverySpans _spans = new();

    [Fact]
    public void Step_FramesBeforeAndBehindTheTraced_EndsItWhenTheNextIsTaken()
    {
        var (first, second) = (new Activity("first"), new Activity("second"));
        _spans.Add(first, queued: 2);
        _spans.Add(second, queued: 4);

        Activity?[] over = [.. Enumerable.Range(0, 6).Select(_ => _spans.Step(isTaken: true))];

        Assert.Equal([null, null, first, null, second, null], over);
        Assert.True(_spans.IsEmpty);
    }

    [Fact]
    public void Step_NothingLeft_EndsTheLast()
    {
        var span = new Activity("only");
        _spans.Add(span, queued: 1);
        Assert.Null(_spans.Step(isTaken: true));
        Assert.False(_spans.IsEmpty);

        Assert.Same(span, _spans.Step(isTaken: false));
        Assert.True(_spans.IsEmpty);
    }

    [Fact]
    public void Add_WhenSomeWereTaken_CountsFromThere()
    {
        var (first, second) = (new Activity("first"), new Activity("second"));
        _spans.Add(first, queued: 1);
        Assert.Null(_spans.Step(isTaken: true));
        _spans.Add(second, queued: 3);

        Assert.Same(first, _spans.Step(isTaken: true));
        Assert.Null(_spans.Step(isTaken: true));
        Assert.Null(_spans.Step(isTaken: true));
        Assert.Same(second, _spans.Step(isTaken: false));
    }

    [Fact]
    public void GiveUp_WaitingAndUnderway_EndAsFailed()
    {
        Activity[] spans = [new Activity("written"), new Activity("waits")];
        foreach (var span in spans) span.Start();
        Activity.Current = null;
        _spans.Add(spans[0], queued: 1);
        _spans.Add(spans[1], queued: 2);
        _spans.Step(isTaken: true);

        _spans.GiveUp();

        Assert.True(_spans.IsEmpty);
        Assert.All(spans, span => Assert.True(span is { IsStopped: true, Status: ActivityStatusCode.Error } && (string)span.GetTagItem("error.type")! == "not_sent"));
        Assert.Null(Activity.Current);
    }
}

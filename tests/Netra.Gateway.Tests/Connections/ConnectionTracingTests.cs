using System.Diagnostics;
using Netra.Abstractions;

namespace Netra.Gateway.Tests;

/// <summary>Which messages and frames of a connection are traced (docs/traces.md).</summary>
public sealed class ConnectionTracingTests : IAsyncDisposable
{
    private readonly TestSpans _spans = new();
    private readonly TestGateway _gateway = new(options => options.MessagesPerSecond = 1_000, new TracingOptions { SampleRatio = 0, CallerTracesPerSecond = 2 });

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        _spans.Dispose();
    }

    [Fact]
    public async Task Message_WithTraceparentBeyondTheBound_GoesOnWithoutATrace()
    {
        var user = new FakeUser();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();

        await SayAsync(client, 5);
        Assert.Equal([true, true, false, false, false], user.Submitted.Select(item => item.Trace is not null));
        Assert.Equal(2, _spans.Ended.Count);
        Assert.All(_spans.Ended, span => Assert.Equal(("netra.receive", _spans.Trace), (span.OperationName, span.TraceId)));
        Assert.Equal(_spans.Ended.Select(span => span.Id), user.Submitted.Take(2).Select(item => item.Trace!.Parent));

        _gateway.Time.Advance(TimeSpan.FromSeconds(1));
        await SayAsync(client, 5);
        Assert.Equal([true, true, false, false, false], user.Submitted.Skip(5).Select(item => item.Trace is not null));
    }

    [Fact]
    public async Task Message_WithoutTraceparentAtARatioOfNone_HasNoTrace()
    {
        var user = new FakeUser();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();

        for (var n = 0; n < 100; n++) await client.SendAsync($$$"""{"type":"note","id":"m{{{n}}}","payload":{}}""");
        for (var n = 0; n < 100; n++) await client.NextAsync("ack");

        Assert.All(user.Submitted, item => Assert.Null(item.Trace));
    }

    [Fact]
    public async Task Push_OfTracedFrames_IsFollowedToEachSocketByItsLastFrame()
    {
        var user = new FakeUser();
        await (await _gateway.ConnectAsync(user)).GreetedAsync();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        user.Append(3);

        _gateway.Hub.Deliver(user.PushOf(1, 3) with { Traces = [_spans.Frames(2, count: 2)], DurableAtUs = 1 });
        await client.ExpectNotesAsync(1, 3);

        var push = Assert.Single(_spans.Ended, span => span.OperationName == "netra.push");
        var deliveries = _spans.Ended.Where(span => span.OperationName == "netra.deliver").ToList();
        Assert.Equal(2, deliveries.Count);
        Assert.All(deliveries, span => Assert.Equal((push.SpanId, 3L, ActivityStatusCode.Unset), (span.ParentSpanId, span.GetTagItem("netra.seq"), span.Status)));
        Assert.Null(Activity.Current);
    }

    private async Task SayAsync(TestClient client, int count)
    {
        for (var n = 0; n < count; n++) await client.SendAsync($$$"""{"type":"note","id":"m{{{n}}}","traceparent":"{{{_spans.Parent}}}","payload":{}}""");
        for (var n = 0; n < count; n++) await client.NextAsync("ack");
    }
}

using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Netra.Abstractions;
using Orleans.Streams;

namespace Netra.Streaming.Tests;

public sealed class OutboundStreamProviderTests : IAsyncDisposable
{
    private readonly LocalSubscription _subscription = new();
    private readonly BlockedTransport _transport = new();
    private readonly GatewayBatchers _batchers;
    private readonly OutboundStreamProvider _provider;

    public OutboundStreamProviderTests()
    {
        _batchers = new GatewayBatchers(
            new StubMembership(), _transport, Options.Create(new OutboundStreamOptions()), Meters.NewInstruments(), TimeProvider.System, NullLogger<GatewayBatchers>.Instance);
        _provider = new OutboundStreamProvider(_batchers, _subscription, new StubSiloDetails());
    }

    public ValueTask DisposeAsync() => _batchers.DisposeAsync();

    [Fact]
    public void GetStream_OtherType_IsRefused() =>
        Assert.Throws<NotSupportedException>(() => _provider.GetStream<string>(OutboundStream.For(Pushes.Local)));

    [Fact]
    public void GetStream_OtherNamespace_IsRefused() =>
        Assert.Throws<NotSupportedException>(() => _provider.GetStream<UserPush>(StreamId.Create("orders", Pushes.Local.ToParsableString())));

    [Fact]
    public void GetStream_OfAGateway_NamesItWithItsGeneration()
    {
        var stream = _provider.GetStream<UserPush>(OutboundStream.For(Pushes.Gateway));

        Assert.Equal(Pushes.Gateway, OutboundStream.GatewayOf(stream.StreamId));
        var restarted = SiloAddress.New(Pushes.Gateway.Endpoint, Pushes.Gateway.Generation + 1);
        Assert.NotEqual(stream, _provider.GetStream<UserPush>(OutboundStream.For(restarted)));
        Assert.Equal(stream, _provider.GetStream<UserPush>(OutboundStream.For(Pushes.Gateway)));
    }

    [Fact]
    public async Task SubscribeAsync_AnotherGatewaysStream_IsRefused() =>
        await Assert.ThrowsAsync<NotSupportedException>(() => Stream(Pushes.Gateway).SubscribeAsync(new CountingObserver()));

    [Fact]
    public async Task SubscribeAsync_SecondSubscription_IsRefusedUntilTheFirstEnds()
    {
        var first = new CountingObserver();
        var handle = await Stream(Pushes.Local).SubscribeAsync(first);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Stream(Pushes.Local).SubscribeAsync(new CountingObserver()));
        await _subscription.DeliverAsync(Pushes.Frame("ada", 1));
        Assert.Equal(1, first.Count);

        await handle.UnsubscribeAsync();
        var second = new CountingObserver();
        await Stream(Pushes.Local).SubscribeAsync(second);
        await _subscription.DeliverAsync(Pushes.Frame("ada", 2));
        Assert.Equal((1, 1), (first.Count, second.Count));
    }

    [Fact]
    public async Task OnNextAsync_GatewayThatDoesNotAnswer_CompletesAtOnce()
    {
        var stream = Stream(Pushes.Gateway);
        Assert.True(stream.OnNextAsync(Pushes.Frame("ada", 1)).IsCompletedSuccessfully);
        await _transport.NextAsync();

        Assert.True(stream.OnNextAsync(Pushes.Frame("ada", 2)).IsCompletedSuccessfully);
        Assert.True(stream.OnNextBatchAsync([Pushes.Frame("ada", 3), Pushes.Frame("ada", 4)]).IsCompletedSuccessfully);
        _transport.Answer();
        Assert.Equal(["ada:2", "ada:3", "ada:4"], (await _transport.NextAsync()).Text());
        _transport.Answer();
    }

    private IAsyncStream<UserPush> Stream(SiloAddress gateway) => _provider.GetStream<UserPush>(OutboundStream.For(gateway));
}

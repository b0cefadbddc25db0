using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Netra.Streaming.Tests;

public sealed class GatewayBatchersTests
{
    private readonly BlockedTransport _transport = new();
    private readonly SignallingTime _time = new();
    private readonly StubMembership _membership = new();

    [Fact]
    public async Task Offer_LivingGateway_SendsToIt()
    {
        await using var batchers = Create();
        batchers.Offer(Pushes.Gateway, Pushes.Frame("ada", 1));

        Assert.Equal(["ada:1"], (await _transport.NextAsync()).Text());
        _transport.Answer();
    }

    [Fact]
    public async Task Offer_DeadGateway_SendsNothing()
    {
        await using var batchers = Create();
        _membership.Kill(Pushes.Gateway);

        batchers.Offer(Pushes.Gateway, Pushes.Frame("ada", 1));

        Assert.Equal(0, batchers.Count);
    }

    [Fact]
    public async Task SiloStatusChangeNotification_GatewayDied_EndsItsBatcher()
    {
        await using var batchers = Create();
        batchers.Offer(Pushes.Gateway, Pushes.Frame("ada", 1));
        await _transport.NextAsync();

        _membership.Kill(Pushes.Gateway);

        Assert.Equal(0, batchers.Count);
        batchers.Offer(Pushes.Gateway, Pushes.Frame("ada", 2));
        Assert.Equal(0, batchers.Count);
    }

    [Fact]
    public async Task Offer_GatewayDiesBetweenTheCheckAndTheStart_LeavesNoBatcherThatTriesForEver()
    {
        await using var batchers = Create();
        _membership.Asked = gateway =>
        {
            _membership.Asked = null;
            _membership.Kill(gateway);
        };

        batchers.Offer(Pushes.Gateway, Pushes.Frame("ada", 1));

        Assert.Equal(0, batchers.Count);
    }

    private GatewayBatchers Create() =>
        new(_membership, _transport, Options.Create(new OutboundStreamOptions()), Meters.NewInstruments(), _time, NullLogger<GatewayBatchers>.Instance);
}

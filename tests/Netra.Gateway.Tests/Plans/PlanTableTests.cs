using Microsoft.Extensions.Options;
using Netra.Abstractions;

namespace Netra.Gateway.Tests;

public sealed class PlanTableTests : IDisposable
{
    private static readonly PlanLimits Unplanned = new(262_144, 50, 100, 5, ConnectionPolicy.Reject);

    private readonly ObservedTime _time = new();
    private readonly StrictLog _log = new();
    private readonly TestPlans _plans;

    public PlanTableTests() => _plans = new TestPlans(new GatewayOptions(), _time, _log);

    public void Dispose() => _plans.Dispose();

    [Theory]
    [InlineData("free", 10, 20, 3)]
    [InlineData("early", 25, 50, 5)]
    [InlineData("mid", 50, 100, 5)]
    [InlineData("enterprise", 200, 400, 20)]
    [InlineData("Enterprise", 200, 400, 20)]
    public void LimitsOf_BuiltIn_HasItsLimitsAndTheRestOfTheGateway(string plan, int perConnection, int perUser, int connections) =>
        Assert.Equal(new PlanLimits(262_144, perConnection, perUser, connections, ConnectionPolicy.Reject), _plans.Table.LimitsOf(plan));

    [Fact]
    public void LimitsOf_None_IsTheGateways()
    {
        Assert.Equal(Unplanned, _plans.Table.LimitsOf(null));
        Assert.Empty(_log.Entries);
    }

    [Fact]
    public void LimitsOf_NotConfigured_IsTheGatewaysAndWarnsOnceAMinute()
    {
        for (var i = 0; i < 100; i++) Assert.Equal(Unplanned, _plans.Table.LimitsOf(i % 2 == 0 ? "gold" : new string('x', 10_000)));

        Assert.Contains("the plan gold", Assert.Single(_log.Entries), StringComparison.Ordinal);
        _time.Advance(TimeSpan.FromMinutes(1));
        _plans.Table.LimitsOf(new string('x', 10_000));
        _plans.Table.LimitsOf("gold");
        Assert.Equal(2, _log.Entries.Count);
        Assert.All(_log.Entries, entry => Assert.InRange(entry.Length, 1, 300));
    }

    [Fact]
    public void Reload_OneFieldOverridden_OthersStay()
    {
        _plans.Change(("free:UserMessagesPerSecond", "15"), ("FREE:ConnectionPolicy", "CloseOldest"));

        Assert.Equal(new PlanLimits(262_144, 10, 15, 3, ConnectionPolicy.CloseOldest), _plans.Table.LimitsOf("free"));
        Assert.Single(_log.Entries, entry => entry.Contains("read anew", StringComparison.Ordinal));
    }

    [Fact]
    public void Reload_PlanAdded_IsThereAndGoesAgain()
    {
        _plans.Change(("vip:MaxMessageBytes", "2048"));
        Assert.Equal(Unplanned with { MaxMessageBytes = 2_048 }, _plans.Table.LimitsOf("vip"));

        _plans.Change(("vip:MaxMessageBytes", null));

        Assert.Equal(Unplanned, _plans.Table.LimitsOf("vip"));
    }

    [Fact]
    public void Reload_NothingChanged_SaysNothing()
    {
        _plans.Change();
        _plans.Change(("free:MessagesPerSecond", "10"));

        Assert.Empty(_log.Entries);
    }

    [Theory]
    [InlineData("free:MessagesPerSecond", "0", "Netra:Plans:free:MessagesPerSecond")]
    [InlineData("free:UserMessagesPerSecond", "-1", "Netra:Plans:free:UserMessagesPerSecond")]
    [InlineData("free:ConnectionsPerUser", "0", "Netra:Plans:free:ConnectionsPerUser")]
    [InlineData("free:MaxMessageBytes", "262145", "Netra:Gateway:MaxMessageBytes")]
    [InlineData("free:MaxMessageBytes", "1023", "Netra:Plans:free:MaxMessageBytes")]
    public void Reload_Invalid_KeepsTheOldLimitsAndLogsWhy(string setting, string value, string why)
    {
        _plans.Change(("mid:MessagesPerSecond", "60"));

        _plans.Change(("mid:MessagesPerSecond", "70"), (setting, value));

        Assert.Equal(60, _plans.Table.LimitsOf("mid").MessagesPerSecond);
        Assert.Equal(10, _plans.Table.LimitsOf("free").MessagesPerSecond);
        Assert.Contains(why, Assert.Single(_log.Entries, entry => entry.Contains("stay as they were", StringComparison.Ordinal)), StringComparison.Ordinal);
        _plans.Change((setting, null));
        Assert.Equal(70, _plans.Table.LimitsOf("mid").MessagesPerSecond);
    }

    [Fact]
    public void LimitsOf_ManyCalls_AllocatesNothing()
    {
        _plans.Table.LimitsOf("free");
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 10_000; i++) _plans.Table.LimitsOf("free");

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Validate_SeveralFaults_NamesEach()
    {
        var options = new PlansOptions();
        options.Plans["vip"] = new PlanOptions { MessagesPerSecond = 0, ConnectionsPerUser = 0 };

        var result = new PlansOptionsValidator(Options.Create(new GatewayOptions())).Validate(null, options);

        Assert.Equal(2, result.Failures!.Count());
    }
}

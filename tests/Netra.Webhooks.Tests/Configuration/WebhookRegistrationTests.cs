namespace Netra.Webhooks.Tests;

public sealed class WebhookRegistrationTests
{
    [Fact]
    public async Task AddNetraWebhooks_RouteOfSeveralTypes_RegistersEach()
    {
        await using var webhooks = TestWebhooks.To("https://orders.example.com", "Types:1=invoice_paid");

        Assert.Equal(["orders_*", "invoice_paid"], webhooks.Registrations.Select(one => one.Pattern));
    }

    [Fact]
    public async Task AddNetraWebhooks_Foreground_TriesTheHandlerOnceAndGivesItsCallTime()
    {
        await using var webhooks = TestWebhooks.To("https://orders.example.com");

        var options = Assert.Single(webhooks.Registrations).Options;

        Assert.Equal((false, 1), (options.InBackground, options.MaxAttempts));
        Assert.True(options.Timeout > TestWebhooks.TotalTimeout, $"{options.Timeout}");
    }

    [Fact]
    public async Task AddNetraWebhooks_LongestForegroundRoute_StaysBelowTheHandlersOwnLimit()
    {
        await using var webhooks = TestWebhooks.To("https://orders.example.com", "TotalTimeout=00:00:30");

        Assert.True(Assert.Single(webhooks.Registrations).Options.Timeout < TimeSpan.FromSeconds(45));
    }

    [Fact]
    public async Task AddNetraWebhooks_Background_TriesTheHandlerThreeTimesWithPausesOfTheCircuit()
    {
        await using var webhooks = TestWebhooks.To("https://orders.example.com", "InBackground=true", "/CircuitBreakTime=00:00:07");

        var options = Assert.Single(webhooks.Registrations).Options;

        Assert.Equal((true, 3, TimeSpan.FromSeconds(7)), (options.InBackground, options.MaxAttempts, options.RetryDelay));
    }
}

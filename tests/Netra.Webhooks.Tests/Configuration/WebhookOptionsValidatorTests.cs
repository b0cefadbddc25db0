namespace Netra.Webhooks.Tests;

public sealed class WebhookOptionsValidatorTests
{
    private const string Url = "https://orders.example.com/hook";

    [Fact]
    public async Task Validate_RouteInOrder_HasNoFault()
    {
        await using var webhooks = TestWebhooks.To(Url);

        Assert.Empty(webhooks.Faults());
    }

    [Fact]
    public async Task Validate_NoRoutes_HasNoFault()
    {
        await using var webhooks = new TestWebhooks([]);

        Assert.Empty(webhooks.Faults());
        Assert.Empty(webhooks.Registrations);
    }

    [Theory]
    [InlineData("/MaxConcurrentCalls=0", "MaxConcurrentCalls")]
    [InlineData("/MaxWaitingCalls=-1", "MaxWaitingCalls")]
    [InlineData("/CircuitFailureRatio=0", "CircuitFailureRatio")]
    [InlineData("/CircuitFailureRatio=1.01", "CircuitFailureRatio")]
    [InlineData("/CircuitMinimumTries=1", "CircuitMinimumTries")]
    [InlineData("/CircuitSamplingTime=00:00:00.4", "CircuitSamplingTime")]
    [InlineData("/CircuitBreakTime=1.00:00:01", "CircuitBreakTime")]
    [InlineData("Name=", "Routes:0:Name")]
    [InlineData("Name=a b", "Routes:0:Name")]
    [InlineData("Types:0=", "Routes:0:Types:0")]
    [InlineData("Types:0=a*b", "Routes:0:Types:0")]
    [InlineData("Types:0=state_update", "Routes:0:Types:0")]
    [InlineData("Types:0=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "Routes:0:Types:0")]
    [InlineData("Types:1=orders_*", "Routes:0:Types")]
    [InlineData("Url=", "Routes:0:Url")]
    [InlineData("Url=orders.example.com", "Routes:0:Url")]
    [InlineData("Url=ftp://orders.example.com", "Routes:0:Url")]
    [InlineData("Url=http://orders.example.com", "Routes:0:Url")]
    [InlineData("Url=http://10.0.0.1", "Routes:0:Url")]
    [InlineData("Url=https://me:pass@orders.example.com", "Routes:0:Url")]
    [InlineData("Url=https://orders.example.com/#x", "Routes:0:Url")]
    [InlineData("Secrets:0=whsec_short", "Routes:0:Secrets:0")]
    [InlineData("Secrets:0=", "Routes:0:Secrets:0")]
    [InlineData("AttemptTimeout=00:00:00.009", "Routes:0:AttemptTimeout")]
    [InlineData("AttemptTimeout=00:00:11", "Routes:0:AttemptTimeout")]
    [InlineData("TotalTimeout=00:00:31", "Routes:0:TotalTimeout")]
    [InlineData("Retries=-1", "Routes:0:Retries")]
    [InlineData("Retries=11", "Routes:0:Retries")]
    [InlineData("FirstRetryDelay=00:00:00", "Routes:0:FirstRetryDelay")]
    [InlineData("FirstRetryDelay=00:00:11", "Routes:0:FirstRetryDelay")]
    [InlineData("MaxAnswerBytes=1023", "Routes:0:MaxAnswerBytes")]
    [InlineData("MaxAnswerBytes=16777217", "Routes:0:MaxAnswerBytes")]
    public async Task Validate_WrongSetting_IsNamed(string setting, string named)
    {
        await using var webhooks = TestWebhooks.To(Url, setting);

        Assert.StartsWith($"Property Netra:Webhooks:{named}: ", Assert.Single(webhooks.Faults()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Types:0=*")]
    [InlineData("Types:0=o*")]
    [InlineData("Url=http://localhost:8080/hook")]
    [InlineData("Url=http://127.0.0.1/")]
    [InlineData("Url=http://[::1]:8080/")]
    [InlineData("Retries=0")]
    [InlineData("AttemptTimeout=00:00:10")]
    [InlineData("TotalTimeout=00:00:30")]
    [InlineData("/MaxWaitingCalls=0")]
    [InlineData("/CircuitFailureRatio=1")]
    public async Task Validate_SettingAtItsLimit_HasNoFault(string setting)
    {
        await using var webhooks = TestWebhooks.To(Url, setting);

        Assert.Empty(webhooks.Faults());
    }

    [Fact]
    public async Task Validate_AllowHttp_LetsHttpLeaveTheMachine()
    {
        await using var webhooks = TestWebhooks.To("http://orders.internal/hook", "AllowHttp=true");

        Assert.Empty(webhooks.Faults());
    }

    [Fact]
    public async Task Validate_InBackground_LetsACallTakeLong()
    {
        await using var webhooks = TestWebhooks.To(Url, "InBackground=true", "TotalTimeout=01:00:00");

        Assert.Empty(webhooks.Faults());
    }

    [Fact]
    public async Task Validate_ThreeSecrets_IsNamed()
    {
        await using var webhooks = TestWebhooks.To(Url, $"Secrets:1={Secrets.New}", $"Secrets:2={Secrets.New}");

        Assert.StartsWith("Property Netra:Webhooks:Routes:0:Secrets: ", Assert.Single(webhooks.Faults()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_EmptyRoutes_NamesEverythingAtOnce()
    {
        await using var webhooks = new TestWebhooks(new Dictionary<string, string?> { ["Routes:0:Url"] = "x", ["Routes:1:Retries"] = "99" });

        var settings = webhooks.Faults().Select(fault => fault["Property Netra:Webhooks:".Length..].Split(": ")[0]);

        Assert.Equal(
            [
                "Routes:0:Name", "Routes:0:Types", "Routes:0:Url", "Routes:0:Secrets",
                "Routes:1:Name", "Routes:1:Types", "Routes:1:Url", "Routes:1:Secrets", "Routes:1:Retries",
            ],
            settings);
    }

    [Fact]
    public async Task Validate_RoutesThatShareNameAndType_AreNamed()
    {
        var settings = new Dictionary<string, string?>();
        TestWebhooks.AddRoute(settings, 0, "orders", Url);
        TestWebhooks.AddRoute(settings, 1, "Orders", Url);
        settings["Routes:1:Types:0"] = "orders_*";
        await using var webhooks = new TestWebhooks(settings);

        Assert.Equal(
            [
                "Property Netra:Webhooks:Routes:1:Name: another route is named 'Orders' too",
                "Property Netra:Webhooks:Routes:1:Types: 'orders_*' is routed already",
            ],
            webhooks.Faults());
    }

    [Fact]
    public async Task Validate_WrongSecret_IsNotQuoted()
    {
        await using var webhooks = TestWebhooks.To(Url, "Secrets:0=whsec_cGFzc3dvcmQ=");

        Assert.DoesNotContain("cGFzc3dvcmQ", Assert.Single(webhooks.Faults()), StringComparison.Ordinal);
    }
}

namespace Netra.Host.Tests;

/// <summary>Routes of webhooks in the host's configuration.</summary>
public sealed class WebhookSettingsTests
{
    private const string Route = "--Netra:Webhooks:Routes:0:";

    private static readonly string[] InOrder =
    [
        Route + "Name=orders", Route + "Types:0=order_*", Route + "Url=https://orders.example.com",
        Route + "Secrets:0=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    ];

    [Theory]
    [InlineData(Route + "Url=http://orders.example.com", "Netra:Webhooks:Routes:0:Url: must begin with https://")]
    [InlineData(Route + "Retries=11", "Netra:Webhooks:Routes:0:Retries: must be from 0 to 10")]
    [InlineData(Route + "Retries=many", "Netra:Webhooks:Routes:0:Retries: 'many' is not a whole number in range")]
    [InlineData(Route + "Adress=x", "Netra:Webhooks:Routes:0:Adress: there is no such setting")]
    [InlineData("--Netra:Webhooks:CircuitFailureRatio=half", "Netra:Webhooks:CircuitFailureRatio: 'half' is not a number")]
    [InlineData(Route + "Secrets:0=whsec_cGFzc3dvcmQ=", "Netra:Webhooks:Routes:0:Secrets:0: must be 'whsec_'")]
    public void Build_WrongRoute_IsNamedAtStartWithoutItsSecret(string setting, string expected)
    {
        var exception = Assert.Throws<ConfigurationException>(() => NetraHost.Build(["--environment=Development", .. InOrder, setting]));

        var fault = Assert.Single(exception.Message.Split(Environment.NewLine).Skip(1));
        Assert.Contains(expected, fault, StringComparison.Ordinal);
        Assert.DoesNotContain("cGFzc3dvcmQ", exception.Message, StringComparison.Ordinal);
    }
}

namespace Netra.Host.Tests;

public sealed class TracingSettingsTests
{
    [Theory]
    [InlineData("SampleRatio", "-0.1")]
    [InlineData("SampleRatio", "1.1")]
    [InlineData("SampleRatio", "NaN")]
    [InlineData("CallerTracesPerSecond", "-1")]
    [InlineData("RememberedMessages", "-1")]
    [InlineData("RememberedMessages", "1000001")]
    public async Task Start_WrongSetting_IsNamed(string setting, string value)
    {
        var exception = await Assert.ThrowsAsync<ConfigurationException>(() => RunningHost.StartAsync(("Netra:Telemetry:Traces:" + setting, value)));

        Assert.Contains("Netra:Telemetry:Traces:" + setting, exception.Message, StringComparison.Ordinal);
    }
}

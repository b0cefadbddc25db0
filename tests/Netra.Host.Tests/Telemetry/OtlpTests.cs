using System.Text;

namespace Netra.Host.Tests;

public sealed class OtlpTests
{
    [Fact]
    public async Task Collector_ThatIsConfigured_GetsMetricsWithWhoTellsThem()
    {
        await using var collector = await FakeCollector.StartAsync();
        await using var host = await RunningHost.StartAsync(
            ("Netra:Telemetry:Otlp:Endpoint", collector.Url),
            ("Netra:Telemetry:Otlp:Protocol", "HttpProtobuf"),
            ("Netra:Telemetry:Otlp:Interval", "00:00:01"));

        await AssertSentAsync(collector);
    }

    [Fact]
    public async Task Collector_OfTheStandardVariables_GetsMetrics()
    {
        await using var collector = await FakeCollector.StartAsync();
        // As arguments: they are read where the environment's variables are.
        await using var host = await RunningHost.StartAsync(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Url),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "1000"));

        await AssertSentAsync(collector);
    }

    [Fact]
    public async Task Prometheus_ThatIsSwitchedOff_IsNotThere()
    {
        await using var host = await RunningHost.StartAsync(("Netra:Telemetry:Prometheus", "false"));
        using var http = new HttpClient();

        using var answer = await http.GetAsync(new Uri(host.ManagementUrl + "/metrics"));

        Assert.Equal(404, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("localhost:4317", "00:00:15", "Endpoint")]
    [InlineData("ftp://collector", "00:00:15", "Endpoint")]
    [InlineData("http://collector:4317", "00:00:00", "Interval")]
    [InlineData("http://collector:4317", "02:00:00", "Interval")]
    public void Validate_WrongSetting_IsNamed(string endpoint, string interval, string setting)
    {
        var options = new OtlpOptions { Endpoint = endpoint, Interval = TimeSpan.Parse(interval, System.Globalization.CultureInfo.InvariantCulture) };

        var failures = new OtlpOptionsValidator().Validate(null, options).Failures;

        Assert.StartsWith("Property Netra:Telemetry:Otlp:" + setting, Assert.Single(failures!), StringComparison.Ordinal);
    }

    private static async Task AssertSentAsync(FakeCollector collector)
    {
        string text;
        do
        {
            var (path, contentType, body) = await collector.NextAsync();
            Assert.Equal(("/v1/metrics", "application/x-protobuf"), (path, contentType));
            text = Encoding.Latin1.GetString(body);
        }
        // The first may be sent while the host is still being put together.
        while (!text.Contains("netra.gateway.connections", StringComparison.Ordinal));

        foreach (var part in new[] { "service.name", "netra.role", "dotnet.gc.collections" }) Assert.Contains(part, text, StringComparison.Ordinal);
    }
}

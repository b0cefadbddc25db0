using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Netra.Host;

/// <summary>Metrics by OpenTelemetry: our own meter and those of Orleans, ASP.NET Core and the runtime, to Prometheus and to a collector.</summary>
internal static class MetricsSetup
{
    /// <summary>
    /// How many combinations of tags one instrument may have; what goes beyond is one sum. The SDK takes room for all of them at once: 2,000, its default,
    /// of two hundred instruments are 30 MB.
    /// </summary>
    private const int MaxCombinations = 200;

    private static readonly string[] Meters =
        ["Netra", "Microsoft.Orleans", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"];

    /// <summary>Orleans records these for each message between two processes, with tags that are made for it. The network's own instruments tell the same.</summary>
    private static readonly HashSet<string> TooCostly = ["orleans-messaging-sent-messages-size", "orleans-messaging-received-messages-size"];

    /// <param name="telemetry">OpenTelemetry.</param>
    /// <param name="isScraped">Whether Prometheus asks for them.</param>
    /// <param name="otlp">Where they are sent; null: to no collector.</param>
    public static void Add(IOpenTelemetryBuilder telemetry, bool isScraped, OtlpOptions? otlp) => telemetry.WithMetrics(metrics =>
    {
        metrics.AddMeter(Meters);
        metrics.AddView(instrument => TooCostly.Contains(instrument.Name) ? MetricStreamConfiguration.Drop : new MetricStreamConfiguration { CardinalityLimit = MaxCombinations });
        if (isScraped) metrics.AddPrometheusExporter();
        if (otlp is not null) metrics.AddOtlpExporter((exporter, reader) => Configure(exporter, reader, otlp));
    });

    /// <summary>Maps <c>/metrics</c>, where it is asked for.</summary>
    public static void Map(IApplicationBuilder management)
    {
        if (management.ApplicationServices.GetRequiredService<IOptions<TelemetryOptions>>().Value.Prometheus)
            management.UseOpenTelemetryPrometheusScrapingEndpoint("/metrics");
    }

    private static void Configure(OpenTelemetry.Exporter.OtlpExporterOptions exporter, MetricReaderOptions reader, OtlpOptions otlp)
    {
        TelemetrySetup.Configure(exporter, otlp, "metrics");
        if (otlp.Endpoint is not null) reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)otlp.Interval.TotalMilliseconds;
    }
}

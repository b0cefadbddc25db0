using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Options;
using Netra.Abstractions;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;

namespace Netra.Host;

/// <summary>What this process tells of itself by OpenTelemetry, and to whom: metrics, traces, logs.</summary>
internal static class TelemetrySetup
{
    private const string ServiceName = "netra";

    public static void Add(WebApplicationBuilder builder, IConfigurationSection telemetry, NetraHostOptions host, ClusterSettings cluster)
    {
        var services = builder.Services;
        services.Configure<TelemetryOptions>(telemetry);
        services.Configure<TracingOptions>(telemetry.GetSection("Traces"));
        services.AddOptions<OtlpOptions>().Bind(telemetry.GetSection("Otlp")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<OtlpOptions>, OtlpOptionsValidator>();
        var options = telemetry.Get<TelemetryOptions>() ?? new TelemetryOptions();
        var traces = telemetry.GetSection("Traces").Get<TracingOptions>() ?? new TracingOptions();
        var otlp = telemetry.GetSection("Otlp").Get<OtlpOptions>() ?? new OtlpOptions();
        var sendsMetrics = IsSent("METRICS");
        var sendsTraces = IsSent("TRACES") && (traces.SampleRatio > 0 || traces.CallerTracesPerSecond > 0);
        var sendsLogs = IsSent("LOGS") && options.Logs;
        LogsSetup.Add(builder.Logging, sendsLogs ? otlp : null);
        if (!options.Prometheus && !sendsMetrics && !sendsTraces && !sendsLogs) return;

        services.AddHostedService<TelemetryFaults>();
        var openTelemetry = services.AddOpenTelemetry().ConfigureResource(resource => Describe(resource, host, cluster));
        if (options.Prometheus || sendsMetrics) MetricsSetup.Add(openTelemetry, options.Prometheus, sendsMetrics ? otlp : null);
        if (sendsTraces) TracesSetup.Add(openTelemetry, otlp);

        bool IsSent(string signal) => otlp.Endpoint is not null || HasValue("OTEL_EXPORTER_OTLP_ENDPOINT") || HasValue($"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT");

        bool HasValue(string variable) => !string.IsNullOrWhiteSpace(builder.Configuration[variable]);
    }

    /// <summary>Says where a signal is sent. Without an address of ours, all of it is by OpenTelemetry's own variables.</summary>
    public static void Configure(OtlpExporterOptions exporter, OtlpOptions otlp, string signal)
    {
        // What is wrong with it ends the start with a text of its own.
        if (otlp.Endpoint is null || !Uri.TryCreate(otlp.Endpoint, UriKind.Absolute, out var address)) return;
        var isHttp = otlp.Protocol == OtlpProtocol.HttpProtobuf;
        exporter.Protocol = isHttp ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        exporter.Endpoint = isHttp ? new Uri($"{address.AbsoluteUri.TrimEnd('/')}/v1/{signal}") : address;
    }

    /// <summary>Who tells it. What <c>OTEL_SERVICE_NAME</c> and <c>OTEL_RESOURCE_ATTRIBUTES</c> say goes before that.</summary>
    private static void Describe(ResourceBuilder resource, NetraHostOptions host, ClusterSettings cluster)
    {
        var process = NameOf(host, cluster);
        resource.AddService(ServiceName, serviceVersion: process.Version, autoGenerateServiceInstanceId: false, serviceInstanceId: process.Name);
        resource.AddAttributes([new KeyValuePair<string, object>("netra.role", process.Role), new KeyValuePair<string, object>("netra.cluster", process.Cluster)]);
        resource.AddEnvironmentVariableDetector();
    }

    /// <summary>What this process is called.</summary>
    public static ProcessName NameOf(NetraHostOptions host, ClusterSettings cluster)
    {
        var pod = Environment.GetEnvironmentVariable("POD_NAME");
        var instance = string.IsNullOrWhiteSpace(pod) ? string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}:{cluster.SiloPort}") : pod;
        var version = typeof(TelemetrySetup).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];
        return new ProcessName(instance, RoleName(host.Role), version ?? "", cluster.ClusterId);
    }

    private static string RoleName(NetraRole role) => role switch
    {
        NetraRole.Gateway => "gateway",
        NetraRole.Silo => "silo",
        _ => "all",
    };
}

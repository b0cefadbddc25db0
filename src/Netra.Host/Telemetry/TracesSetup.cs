using Netra.Abstractions;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Netra.Host;

/// <summary>Traces, to a collector. The gateways have decided what is recorded (<see cref="TracingOptions"/>); here it is only sent.</summary>
internal static class TracesSetup
{
    public static void Add(IOpenTelemetryBuilder telemetry, OtlpOptions otlp) => telemetry.WithTracing(traces => traces
        .AddSource(NetraTracing.Name)
        .SetSampler(new ParentBasedSampler(new AlwaysOnSampler()))
        .AddOtlpExporter(exporter => TelemetrySetup.Configure(exporter, otlp, "traces")));
}

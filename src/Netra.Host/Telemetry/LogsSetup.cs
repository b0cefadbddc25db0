using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using OpenTelemetry.Logs;

namespace Netra.Host;

/// <summary>Logs with the ids of the trace that they are of, and logs to a collector where that is asked for.</summary>
internal static class LogsSetup
{
    /// <param name="logging">The logs.</param>
    /// <param name="otlp">Where to; null: to no collector.</param>
    public static void Add(ILoggingBuilder logging, OtlpOptions? otlp)
    {
        logging.Configure(factory => factory.ActivityTrackingOptions = ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);
        // JSON lines have their scopes, and in them the ids, unless configuration says otherwise: it is bound behind this. Lines for people have them where it says so.
        logging.Services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<JsonConsoleFormatterOptions>>(
            new ConfigureNamedOptions<JsonConsoleFormatterOptions>(Options.DefaultName, json => json.IncludeScopes = true)));
        if (otlp is not null)
            logging.AddOpenTelemetry(logs => logs.AddOtlpExporter(exporter => TelemetrySetup.Configure(exporter, otlp, "logs")));
    }
}

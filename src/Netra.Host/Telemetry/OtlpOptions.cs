namespace Netra.Host;

/// <summary>
/// Where metrics and traces, and logs where asked for, are sent by OTLP. The variables of OpenTelemetry, <c>OTEL_EXPORTER_OTLP_*</c>, hold too; these settings go before them.
/// </summary>
internal sealed class OtlpOptions
{
    /// <summary>The address of the collector, without the path of a signal; null: that of <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, and with neither nothing is sent.</summary>
    public string? Endpoint { get; set; }

    /// <summary>How it is spoken to. Only with <see cref="Endpoint"/>.</summary>
    public OtlpProtocol Protocol { get; set; } = OtlpProtocol.Grpc;

    /// <summary>How often metrics are sent, from one second to an hour. Only with <see cref="Endpoint"/>.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(15);
}

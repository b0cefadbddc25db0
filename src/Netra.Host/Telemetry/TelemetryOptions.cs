namespace Netra.Host;

/// <summary>What this process tells of itself. Read at start.</summary>
internal sealed class TelemetryOptions
{
    /// <summary>Whether <c>/metrics</c> is on the management port, for Prometheus.</summary>
    public bool Prometheus { get; set; } = true;

    /// <summary>Whether what is logged goes to the collector too, where there is one (<see cref="OtlpOptions"/>).</summary>
    public bool Logs { get; set; }
}

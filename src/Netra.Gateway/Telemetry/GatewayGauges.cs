using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using Netra.Abstractions;

namespace Netra.Gateway;

/// <summary>What there is in a gateway just now. Nothing is kept for it: all connections are looked at when somebody asks.</summary>
internal sealed class GatewayGauges
{
    private static readonly ConnectionState[] States = Enum.GetValues<ConnectionState>();

    private readonly ConnectionHub _hub;

    public GatewayGauges(IMeterFactory meters, ConnectionHub hub, AttachGate gate, Drain drain, IOptions<GatewayOptions> options)
    {
        _hub = hub;
        var meter = meters.Create(NetraMeter.Name);
        meter.CreateObservableUpDownCounter("netra.gateway.connections", CountByState, "{connection}", "Connections by state.");
        meter.CreateObservableGauge("netra.gateway.connections.limit", () => options.Value.MaxConnections, "{connection}", "How many connections this gateway takes.");
        meter.CreateObservableUpDownCounter(
            "netra.gateway.send_queue.length", () => hub.All.Sum(connection => (long)connection.Queued.Frames), "{frame}", "Frames that wait for sockets.");
        meter.CreateObservableUpDownCounter("netra.gateway.send_queue.size", () => hub.All.Sum(connection => connection.Queued.Bytes), "By", "The frames that wait for sockets.");
        meter.CreateObservableUpDownCounter(
            "netra.gateway.inbound.length", () => hub.All.Sum(connection => (long)connection.Inbound), "{message}", "Messages of clients that wait for the call to their user's grain that is under way.");
        meter.CreateObservableUpDownCounter("netra.gateway.attach.waiting", () => gate.Waiting, "{connection}", "New connections that wait to be let in.");
        meter.CreateObservableGauge("netra.gateway.draining", () => drain.IsDraining ? 1 : 0, "1", "1 while this gateway sends its connections away, else 0.");
    }

    private IEnumerable<Measurement<long>> CountByState()
    {
        var counts = new long[States.Length];
        foreach (var connection in _hub.All) counts[(int)connection.State]++;
        return States.Select(state => new Measurement<long>(counts[(int)state], new KeyValuePair<string, object?>("netra.connection.state", ConnectionStates.NameOf(state))));
    }
}

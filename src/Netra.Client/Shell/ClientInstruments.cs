using System.Diagnostics.Metrics;

namespace Netra.Client;

/// <summary>The meter <c>Netra.Client</c>, over all clients of the process. A user is never a tag.</summary>
internal static class ClientInstruments
{
    private static readonly Meter Meter = new("Netra.Client");

    public static readonly UpDownCounter<long> Connections = Meter.CreateUpDownCounter<long>("netra.client.connections", "{connection}", "Clients that are connected.");
    public static readonly Counter<long> Reconnects = Meter.CreateCounter<long>("netra.client.reconnects", "{attempt}", "Waits for another connection, by close code.");
    public static readonly Counter<long> Received = Meter.CreateCounter<long>("netra.client.messages.received", "{message}", "Messages given to the application.");
    public static readonly Counter<long> Duplicates = Meter.CreateCounter<long>("netra.client.messages.duplicates", "{message}", "Messages that came again and were dropped.");
    public static readonly Counter<long> Skipped = Meter.CreateCounter<long>("netra.client.messages.skipped", "{message}", "Messages that will not come, by reason.");
    public static readonly Counter<long> Sent = Meter.CreateCounter<long>("netra.client.messages.sent", "{message}", "Messages and changes that were accepted.");
    public static readonly Counter<long> Rejected = Meter.CreateCounter<long>("netra.client.messages.rejected", "{message}", "Messages and changes that were not, by code.");
    public static readonly UpDownCounter<long> Outbox = Meter.CreateUpDownCounter<long>("netra.client.outbox", "{message}", "Messages and changes that wait to be accepted.");
    public static readonly Counter<long> Errors = Meter.CreateCounter<long>("netra.client.errors", "{error}", "Errors that belong to no call, by code.");

    public static KeyValuePair<string, object?> Code(object? code) => new("netra.client.code", code);

    public static KeyValuePair<string, object?> Reason(string reason) => new("netra.client.reason", reason);
}

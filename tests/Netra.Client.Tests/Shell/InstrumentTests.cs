using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Netra.Client.Tests;

public sealed class InstrumentTests : ClientTests
{
    /// <summary>The meter counts the clients of other tests too, so more than these is right as well.</summary>
    [Fact]
    public async Task Meter_OverABreak_CountsWhatHappened()
    {
        var sums = new ConcurrentDictionary<string, long>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, each) =>
            {
                if (instrument.Meter.Name == "Netra.Client") each.EnableMeasurementEvents(instrument);
            },
        };
        // What others take off again, they may have added before.
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => sums.AddOrUpdate(instrument.Name, Math.Max(0, value), (_, sum) => sum + Math.Max(0, value)));
        listener.Start();

        var skipped = new TaskCompletionSource();
        var (client, connection) = await ConnectAsync(prepare: client =>
        {
            client.On<Note>("note", _ => { });
            client.Skipped += (_, _) => skipped.TrySetResult();
        });
        await connection.NoteAsync(1);
        await connection.ReceiveAsync("ack");
        await connection.NoteAsync(1);
        await connection.SendAsync("""{"type":"skipped","timestamp":1,"payload":{"from":2,"to":4,"reason":"expired"}}""");
        await connection.ReceiveAsync("ack");
        var sending = client.SendAsync("note", new Note(1), "a");
        await connection.AcceptAsync((await connection.ReceiveAsync("note")).GetProperty("id").GetString()!, 5);
        await sending.InTime();
        connection.Cut();
        await Server.EstablishedAsync();
        await UntilAsync(client, ConnectionState.Connected);
        await skipped.Task.InTime();

        string[] counted = ["messages.received", "messages.duplicates", "messages.sent", "reconnects", "connections"];
        Assert.All(counted, name => Assert.True(sums.GetValueOrDefault("netra.client." + name) >= 1, name));
        Assert.True(sums["netra.client.messages.skipped"] >= 3);
    }
}

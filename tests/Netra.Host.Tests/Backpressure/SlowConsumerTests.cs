using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Netra.Gateway;
using Netra.Protocol;

namespace Netra.Host.Tests;

/// <summary>A tab that stops reading costs a bounded amount of memory, costs its neighbour nothing, and loses nothing.</summary>
[Collection(nameof(Alone))]
public sealed class SlowConsumerTests
{
    private const int Frames = 100_000, Batch = 1_000, PayloadBytes = 400;
    private const int MaxQueuedFrames = 256, MaxQueuedBytes = 512 * 1024;

    /// <summary>A quarter of what is published: the heap holds other things too, and they move.</summary>
    private const long MaxGrowth = 10L * 1024 * 1024;

    [Fact]
    public async Task Publish_OneTabReadsNothing_MemoryIsBoundedAndBothTabsGetEverything()
    {
        // When a tab reads again, TCP may ask for its window by a timer alone, which has backed off for as long as nobody read: two minutes at most.
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(8));
        await using var host = await RunningHost.StartAsync(
            // Smaller segments fit sooner into a window that opens again, so that it hardly comes to that.
            ("Netra:Gateway:MaxUnsentBytes", "16384"),
            ("Netra:Users:MaxMessages", "200000"),
            ("Netra:Users:MaxBytes", "1073741824"),
            // Nothing but the queue is looked at.
            ("Netra:Gateway:SlowConsumerTimeout", "01:00:00"),
            ("Netra:Gateway:HeartbeatInterval", "01:00:00"),
            ("Netra:Gateway:HeartbeatTimeout", "02:00:00"));
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{host.Port}") };
        http.DefaultRequestHeaders.Add("Authorization", "Bearer dev-key");
        var token = await TokenAsync(http, patience.Token);
        using var still = await Tab.OpenAsync(host.Port, token, patience.Token);
        var stalled = Assert.Single(host.App.Services.GetRequiredService<ConnectionHub>().Of(UserId.Parse("alice")));
        using var reading = await Tab.OpenAsync(host.Port, token, patience.Token);
        var body = BatchOf(Batch);
        await PublishAsync(http, body, patience.Token);
        await reading.ReadInOrderAsync(1, Batch, patience.Token);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var (maxFrames, maxBytes) = (0, 0L);

        for (var first = Batch + 1; first <= Frames; first += Batch)
        {
            await PublishAsync(http, body, patience.Token);
            await reading.ReadInOrderAsync(first, first + Batch - 1, patience.Token);
            var (frames, bytes) = stalled.Queued;
            (maxFrames, maxBytes) = (Math.Max(maxFrames, frames), Math.Max(maxBytes, bytes));
        }

        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        TestContext.Current.TestOutputHelper?.WriteLine($"At most {maxFrames} frames and {maxBytes} bytes waited; the heap grew by {grown} bytes.");
        Assert.True(stalled.Cursor < Frames / 2, $"The tab was to stall, and has had up to {stalled.Cursor}.");
        Assert.InRange(maxFrames, MaxQueuedFrames / 4, MaxQueuedFrames);
        Assert.InRange(maxBytes, 1, MaxQueuedBytes + (2 * PayloadBytes));
        Assert.InRange(grown, long.MinValue, MaxGrowth);
        await still.ReadInOrderAsync(1, Frames, patience.Token);
        await PublishAsync(http, """{"type":"note"}""", patience.Token);
        await still.ReadInOrderAsync(Frames + 1, Frames + 1, patience.Token);
        await reading.ReadInOrderAsync(Frames + 1, Frames + 1, patience.Token);
    }

    [Fact]
    public async Task Publish_TabNeverReads_NothingOfItsConnectionIsKept()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        await using var host = await RunningHost.StartAsync(
            ("Netra:Users:MaxMessages", "20000"),
            ("Netra:Gateway:SlowConsumerTimeout", "00:00:02"),
            ("Netra:Gateway:CloseTimeout", "00:00:01"));
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{host.Port}") };
        http.DefaultRequestHeaders.Add("Authorization", "Bearer dev-key");
        using var still = await Tab.OpenAsync(host.Port, await TokenAsync(http, patience.Token), patience.Token);
        var hub = host.App.Services.GetRequiredService<ConnectionHub>();
        var connection = new WeakReference(hub.Of(UserId.Parse("alice")).Single());
        for (var i = 0; i < 10; i++) await PublishAsync(http, BatchOf(Batch), patience.Token);

        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (hub.Count > 0 || connection.IsAlive)
        {
            Assert.False(patience.IsCancellationRequested, $"{hub.Count} connections are in the hub; the tab's is kept: {connection.IsAlive}.");
            await looks.WaitForNextTickAsync(CancellationToken.None);
            GC.Collect();
        }
    }

    private static string BatchOf(int count) =>
        "{\"messages\":[" + string.Join(',', Enumerable.Repeat($$$"""{"type":"note","payload":{"x":"{{{new string('x', PayloadBytes)}}}"}}""", count)) + "]}";

    private static async Task<string> TokenAsync(HttpClient http, CancellationToken patience)
    {
        using var answer = await http.PostAsJsonAsync("/dev/token", new { user_id = "alice" }, patience);
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(patience)).GetProperty("token").GetString()!;
    }

    private static async Task PublishAsync(HttpClient http, string body, CancellationToken patience)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync("/api/v1/users/alice/messages", content, patience);
        answer.EnsureSuccessStatusCode();
    }
}

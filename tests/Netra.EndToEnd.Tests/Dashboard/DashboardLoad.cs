using System.Globalization;

namespace Netra.EndToEnd.Tests;

/// <summary>Users with a connection each, and a publisher that sends to all of them until it is stopped.</summary>
internal sealed class DashboardLoad : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<NetraSocket> _sockets = [];
    private Task _publishing = Task.CompletedTask;

    /// <summary>Users <c>prefix-0</c> and so on. Answers when all are connected and the first messages are there.</summary>
    public static async Task<DashboardLoad> StartAsync(HostProcess host, string prefix, int users)
    {
        var load = new DashboardLoad();
        for (var i = 0; i < users; i++)
            load._sockets.Add(await host.ConnectAsync(UserOf(prefix, i), string.Create(CultureInfo.InvariantCulture, $"client_id=tab-{i}")));
        load._publishing = load.PublishAsync(host, prefix);
        foreach (var socket in load._sockets) await socket.ReceiveDurableAsync(5);
        return load;
    }

    /// <summary>Nothing is published any more.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _publishing;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        foreach (var socket in _sockets)
        {
            await socket.CloseAsync();
            await socket.DisposeAsync();
        }

        _stop.Dispose();
    }

    private static string UserOf(string prefix, int i) => string.Create(CultureInfo.InvariantCulture, $"{prefix}-{i}");

    private async Task PublishAsync(HostProcess host, string prefix)
    {
        // A pace, not a wait: a load has one.
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!_stop.IsCancellationRequested)
        {
            for (var i = 0; i < _sockets.Count; i++) await host.Api.PublishAsync(UserOf(prefix, i), "note", """{"text":"hello"}""");
            await pace.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}

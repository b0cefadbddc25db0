using Npgsql;

namespace Netra.Faults;

/// <summary>Looks at the cluster's membership table from outside, and tells of every member that is new or has another status.</summary>
internal sealed class MembershipWatch(string connectionString, HistoryRecorder history) : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _ending = new();
    private readonly Dictionary<(string, int, int), int> _known = [];
    private Task _watching = Task.CompletedTask;

    public void Begin() => _watching = WatchAsync();

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _watching;
        _ending.Dispose();
    }

    private async Task WatchAsync()
    {
        await using var source = NpgsqlDataSource.Create(connectionString + ";Timeout=1;Command Timeout=1;Maximum Pool Size=1");
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                await using var command = source.CreateCommand("SELECT address, port, generation, status FROM netra_member");
                await using var reader = await command.ExecuteReaderAsync(_ending.Token);
                while (await reader.ReadAsync(_ending.Token)) See(reader.GetString(0), reader.GetInt32(1), reader.GetInt32(2), reader.GetInt32(3));
            }
            catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException)
            {
                // The database may be away: that is one of the faults.
            }

            await Task.Delay(Interval, CancellationToken.None);
        }
    }

    private void See(string address, int port, int generation, int status)
    {
        var key = (address, port, generation);
        if (_known.TryGetValue(key, out var known) && known == status) return;
        _known[key] = status;
        history.Add(new MemberSeen { AtMs = history.NowMs, Address = address, Generation = generation, Status = status });
    }
}

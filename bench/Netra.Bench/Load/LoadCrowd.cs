using System.Diagnostics;
using System.Net.Sockets;

namespace Netra.Bench;

/// <summary>The clients of a server under load: so many users with so many connections each, read by few threads.</summary>
internal sealed class LoadCrowd : IAsyncDisposable
{
    /// <summary>How many upgrades are under way at once when there is no hurry.</summary>
    private const int Opening = 64;

    private static readonly TimeSpan OpenPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(2);

    private readonly LoadServer _server;
    private readonly int _perUser;
    private readonly LoadConnection?[] _connections;
    private readonly LoadReader[] _readers;
    private int _open;
    private string? _fault;

    private LoadCrowd(LoadServer server, int users, int perUser, int readers)
    {
        _server = server;
        _perUser = perUser;
        _connections = new LoadConnection?[users * perUser];
        _readers = [.. Enumerable.Range(0, readers).Select(i => new LoadReader(_connections, $"load reader {i}"))];
        foreach (var reader in _readers) reader.Opened = NoteOpened;
    }

    public int Count => _connections.Length;

    /// <summary>How many messages have come in this stretch.</summary>
    public long Received => _readers.Sum(reader => reader.Received);

    /// <summary>Called on the thread of a reader with each message.</summary>
    public Action<LoadConnection>? Delivered
    {
        set
        {
            foreach (var reader in _readers) reader.Delivered = value;
        }
    }

    public static async Task<LoadCrowd> OpenAsync(RunContext run, LoadServer server, int users, int perUser, int readers)
    {
        var crowd = new LoadCrowd(server, users, perUser, readers);
        try
        {
            await crowd.ConnectAsync(crowd.Requests((user, client, _) => server.TargetOf(user, client)), Opening, run.CancellationToken);
            return crowd;
        }
        catch
        {
            await crowd.DisposeAsync();
            throw;
        }
    }

    /// <summary>One of the connections, to send on.</summary>
    public LoadConnection Connection(int index) => _connections[index]!;

    public Task BeginAsync() => BeginAsync(() => new Receipts());

    /// <summary>Begins a stretch.</summary>
    public Task BeginAsync(Func<Receipts> receipts) => Task.WhenAll(_readers.Select(reader => reader.BeginAsync(receipts())));

    /// <summary>Waits until so many messages have come in this stretch, or the patience is over.</summary>
    public async Task ArriveAsync(long count, TimeSpan patience, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (Received < count && Stopwatch.GetElapsedTime(started) < patience)
        {
            ThrowIfLost();
            await Task.Delay(Step, cancellationToken);
        }

        ThrowIfLost();
    }

    /// <summary>Ends a stretch.</summary>
    /// <param name="published">How many messages there were to each user since the beginning.</param>
    public async Task<DeliveryFigures> EndAsync(IReadOnlyList<long> published)
    {
        var (latencies, faults) = (new Latencies(), default(DeliveryFaults));
        long received = 0, lastAt = 0, allocated = 0;
        for (var i = 0; i < _readers.Length; i++)
        {
            var own = Enumerable.Range(0, Count).Where(index => ReaderOf(index) == _readers[i]);
            await _readers[i].InvokeAsync((receipts, tracker) =>
            {
                received += receipts.Count;
                lastAt = Math.Max(lastAt, receipts.LastAt);
                allocated += receipts.AllocatedBytes;
                latencies.Add(receipts.Latencies);
                faults += tracker.End(own, index => published[index / _perUser]);
            });
        }

        return new DeliveryFigures(received, lastAt, latencies, faults, allocated);
    }

    /// <summary>Resets every connection, as a network does that breaks.</summary>
    public async Task DropAsync()
    {
        foreach (var reader in _readers)
        {
            await reader.InvokeAsync((_, _) =>
            {
                foreach (var connection in _connections.Where(one => one is not null && ReaderOf(one.Index) == reader)) connection!.Dispose();
            });
        }
    }

    /// <summary>The requests with which all of them come back, each from where it was.</summary>
    public byte[][] ResumeRequests() => Requests(_server.ResumeTargetOf);

    /// <summary>Connects all of them again, at once.</summary>
    public Task ReopenAsync(byte[][] requests, CancellationToken cancellationToken) => ConnectAsync(requests, Count, cancellationToken);

    /// <summary>Figures of connections that are gone would be wrong.</summary>
    public void ThrowIfLost()
    {
        if (_readers.FirstOrDefault(reader => reader.Failure is not null) is { Failure: { } failure }) throw new BenchException($"{_server.Name}: {failure}");
        if (Volatile.Read(ref _fault) is { } fault) throw new BenchException($"{_server.Name}: {fault}");
        if (_connections.FirstOrDefault(one => one?.Fault is not null) is { Fault: { } ended }) throw new BenchException($"{_server.Name}: {ended}");
    }

    public ValueTask DisposeAsync()
    {
        foreach (var reader in _readers) reader.Dispose();
        foreach (var connection in _connections) connection?.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task ConnectAsync(byte[][] requests, int atOnce, CancellationToken cancellationToken)
    {
        Volatile.Write(ref _open, 0);
        // A thread of its own: connecting blocks it.
        await Task.Factory.StartNew(() => Connect(requests, atOnce, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await WaitAsync(() => Volatile.Read(ref _open) == Count, cancellationToken);
    }

    private byte[][] Requests(Func<string, string, long, string> targetOf)
    {
        var requests = new byte[Count][];
        for (var i = 0; i < Count; i++)
            requests[i] = Handshake.Request(targetOf(LoadUser.Name(i / _perUser), $"tab-{i % _perUser}", _connections[i]?.LastSeq ?? 0));
        return requests;
    }

    private void Connect(byte[][] requests, int atOnce, CancellationToken cancellationToken)
    {
        for (var i = 0; i < Count; i++)
        {
            while (i - Volatile.Read(ref _open) >= atOnce && Volatile.Read(ref _fault) is null)
            {
                cancellationToken.ThrowIfCancellationRequested();
                _ = NativeMethods.SleepMicroseconds(100);
            }

            ThrowIfLost();
            Open(i, requests[i]);
        }
    }

    private void Open(int index, byte[] request)
    {
        Socket socket;
        try
        {
            socket = Loopback.Connect(_server.Ports[index % _server.Ports.Count], index);
        }
        catch (SocketException exception)
        {
            throw new BenchException($"Not all of {Count} connections could be opened: {exception.Message}");
        }

        var connection = new LoadConnection(index, index / _perUser, socket, _server.Dialect);
        Volatile.Write(ref _connections[index], connection);
        ReaderOf(index).Watch(connection);
        NativeSockets.Send(connection.Handle, request);
    }

    private async Task WaitAsync(Func<bool> isDone, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (!isDone())
        {
            ThrowIfLost();
            if (Stopwatch.GetElapsedTime(started) > OpenPatience) throw new BenchException($"{_server.Name}: {_open} of {Count} connections came about.");
            await Task.Delay(Step, cancellationToken);
        }
    }

    private void NoteOpened(LoadConnection connection)
    {
        if (connection.Fault is { } fault) Volatile.Write(ref _fault, fault);
        else Interlocked.Increment(ref _open);
    }

    private LoadReader ReaderOf(int index) => _readers[index % _readers.Length];
}

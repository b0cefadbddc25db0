using System.Collections.Concurrent;

namespace Netra.Bench;

/// <summary>
/// One thread that reads the sockets of a part of the crowd. What it keeps is its own: others ask it by <see cref="InvokeAsync"/>. For a message it allocates nothing.
/// </summary>
internal sealed class LoadReader : IDisposable
{
    /// <summary>How long it may take until it sees what it was asked.</summary>
    private const long WaitNanoseconds = 2_000_000;

    private const int BufferBytes = 256 * 1024;

    private readonly Epoll _epoll = new();
    private readonly LoadConnection?[] _connections;
    private readonly DeliveryTracker _tracker;
    private readonly ConcurrentQueue<Action> _asked = new();
    private readonly byte[] _buffer = new byte[BufferBytes];
    private readonly Heartbeats _heartbeats = new();
    private readonly Thread _thread;
    private Receipts _receipts = new();
    private volatile string? _failure;
    private volatile bool _isOver;

    /// <param name="connections">Those of the whole crowd, by their number.</param>
    /// <param name="name">What the thread is called.</param>
    public LoadReader(LoadConnection?[] connections, string name)
    {
        _connections = connections;
        _tracker = new DeliveryTracker(connections.Length);
        _thread = new Thread(Run) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <summary>Called on the thread of the reader when a connection is open, or has ended before it was.</summary>
    public Action<LoadConnection>? Opened { get; set; }

    /// <summary>Called on the thread of the reader with each message.</summary>
    public Action<LoadConnection>? Delivered { get; set; }

    /// <summary>Why it reads no more; null while it does.</summary>
    public string? Failure
    {
        get => _failure;
        private set => _failure = value;
    }

    /// <summary>How many messages have come in this stretch.</summary>
    public long Received => Volatile.Read(ref _receipts).Count;

    /// <summary>Reads a connection from now on; it is one of the crowd's.</summary>
    public void Watch(LoadConnection connection)
    {
        _asked.Enqueue(() => _heartbeats.Add(connection));
        _epoll.Add(connection.Handle, connection.Index);
    }

    /// <summary>Does something on the reader's thread.</summary>
    public Task InvokeAsync(Action<Receipts, DeliveryTracker> action)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked.Enqueue(() =>
        {
            try
            {
                action(_receipts, _tracker);
                done.SetResult();
            }
            catch (Exception exception)
            {
                done.SetException(exception);
            }
        });
        return done.Task;
    }

    /// <summary>Begins a stretch with receipts of its own.</summary>
    public Task BeginAsync(Receipts receipts) => InvokeAsync((_, _) => Volatile.Write(ref _receipts, receipts));

    /// <summary>Takes a text of a server. By <see cref="LoadConnection"/>, on the reader's thread.</summary>
    public void Take(LoadConnection connection, ReadOnlySpan<byte> text, long now)
    {
        switch (connection.Dialect.KindOf(text))
        {
            case TextKind.Message:
                TakeMessage(connection, text, now);
                break;
            case TextKind.Ping:
                connection.AnswerPing();
                break;
            case TextKind.Hello when !connection.IsOpen:
                connection.NoteOpen();
                Opened?.Invoke(connection);
                break;
            case TextKind.Error:
                connection.Fail("The server says: " + System.Text.Encoding.UTF8.GetString(text));
                break;
        }
    }

    public void Dispose()
    {
        _isOver = true;
        _thread.Join();
        _epoll.Dispose();
    }

    private void TakeMessage(LoadConnection connection, ReadOnlySpan<byte> text, long now)
    {
        var tail = connection.Dialect.TailBytes;
        var at = text.Length - tail - LoadPayload.Length;
        if (at < 0 || !LoadPayload.IsOne(text.Slice(at, LoadPayload.Length)))
        {
            connection.Fail("The server sent a message that nobody published.");
            return;
        }

        var payload = text.Slice(at, LoadPayload.Length);
        if (LoadPayload.User(payload) != connection.User)
        {
            connection.Fail("The server sent a message of another user.");
            return;
        }

        _tracker.Take(connection.Index, LoadPayload.Number(payload));
        connection.Note(text);
        _receipts.Add(connection.Index, now - LoadPayload.Due(payload), now);
        Delivered?.Invoke(connection);
    }

    private void Run()
    {
        while (!_isOver)
        {
            if (Failure is null) TryRead();
            else _ = NativeMethods.SleepMicroseconds((uint)(WaitNanoseconds / 1_000));
            while (_asked.TryDequeue(out var action)) action();
            _heartbeats.Beat();
            _receipts.NoteAllocated(GC.GetAllocatedBytesForCurrentThread());
        }
    }

    /// <summary>An exception that left the thread would end the process, and leave the servers behind.</summary>
    private void TryRead()
    {
        try
        {
            var count = _epoll.Wait(WaitNanoseconds);
            for (var i = 0; i < count; i++)
            {
                var connection = Volatile.Read(ref _connections[_epoll.KeyOf(i)]);
                if (connection is null) continue;
                connection.Receive(_buffer, this);
                if (connection is { Fault: not null, IsOpen: false }) Opened?.Invoke(connection);
            }
        }
        catch (Exception exception)
        {
            Failure = exception.ToString();
        }
    }
}

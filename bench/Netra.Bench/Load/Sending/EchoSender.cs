using System.Diagnostics;
using System.Text;

namespace Netra.Bench;

/// <summary>
/// Sends messages on the clients' own sockets, that come back to them: at a rate to one after the other, or on each the next when the one before is back. For a
/// message it allocates nothing.
/// </summary>
internal sealed class EchoSender : ILoadSender
{
    private const int IdDigits = 16;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The ids of messages: no two alike in a run, or the second would be taken for the first again.</summary>
    private static long _ids;

    private readonly LoadCrowd _crowd;
    private readonly long[] _numbers;
    private readonly byte[] _text;
    private readonly int _idAt;
    private readonly int _payloadAt;

    /// <param name="server">Who echoes.</param>
    /// <param name="crowd">Its clients, one connection for each user.</param>
    /// <param name="numbers">The number of the next message of each user; it counts them up.</param>
    public EchoSender(LoadServer server, LoadCrowd crowd, long[] numbers)
    {
        (_crowd, _numbers) = (crowd, numbers);
        var (before, behind) = server.Dialect.Echo;
        _text = Encoding.ASCII.GetBytes(before + LoadPayload.Template + behind);
        _payloadAt = before.Length;
        _idAt = before.IndexOf(new string('0', IdDigits), StringComparison.Ordinal);
    }

    public Task<SendFigures> SendAsync(Pacing pacing, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(() => Send(pacing, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public void Dispose() => _crowd.Delivered = null;

    private SendFigures Send(Pacing pacing, CancellationToken cancellationToken)
    {
        var schedule = Schedule.Begin(pacing, batch: 1);
        return pacing.PerSecond is null ? SendInTurn(schedule, cancellationToken) : SendAtRate(schedule, cancellationToken);
    }

    private SendFigures SendAtRate(Schedule schedule, CancellationToken cancellationToken)
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        Span<byte> text = stackalloc byte[_text.Length];
        _text.CopyTo(text);
        Span<byte> frame = stackalloc byte[_text.Length + ClientFrame.MaxHeadBytes];
        var sent = 0L;
        for (; schedule.TryDue(sent, schedule.StartedAt, out var due) && Stopwatch.GetTimestamp() < schedule.EndsAt; sent++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
            if (left > TimeSpan.Zero) _ = NativeMethods.SleepMicroseconds((uint)left.TotalMicroseconds);
            Send(_crowd.Connection((int)(sent % _crowd.Count)), due, text, frame);
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        var (late, unsent) = (new Latencies(), 0L);
        for (; schedule.TryDue(sent + unsent, schedule.StartedAt, out var due); unsent++) late.AddTicks(schedule.EndsAt - due);
        return new SendFigures(schedule.StartedAt, schedule.LastDueAt, sent, Refused: 0, unsent, late, allocated, Refusal: null);
    }

    /// <summary>The readers' threads send all but the first of each.</summary>
    private SendFigures SendInTurn(Schedule schedule, CancellationToken cancellationToken)
    {
        var (sent, back) = (0L, 0L);
        _crowd.Delivered = connection =>
        {
            Interlocked.Increment(ref back);
            SendNext(connection);
        };
        for (var i = 0; i < _crowd.Count; i++) SendNext(_crowd.Connection(i));
        var lastAt = schedule.EndsAt + (long)(Patience.TotalSeconds * Stopwatch.Frequency);
        while (Stopwatch.GetTimestamp() < schedule.EndsAt || (Interlocked.Read(ref back) < Interlocked.Read(ref sent) && Stopwatch.GetTimestamp() < lastAt))
        {
            cancellationToken.ThrowIfCancellationRequested();
            _crowd.ThrowIfLost();
            _ = NativeMethods.SleepMicroseconds(1_000);
        }

        _crowd.Delivered = null;
        return new SendFigures(schedule.StartedAt, schedule.LastDueAt, sent, Refused: 0, Unsent: 0, new Latencies(), AllocatedBytes: 0, Refusal: null);

        void SendNext(LoadConnection connection)
        {
            var now = Stopwatch.GetTimestamp();
            if (now >= schedule.EndsAt) return;
            Interlocked.Increment(ref sent);
            Span<byte> text = stackalloc byte[_text.Length];
            _text.CopyTo(text);
            Span<byte> frame = stackalloc byte[_text.Length + ClientFrame.MaxHeadBytes];
            Send(connection, now, text, frame);
        }
    }

    private void Send(LoadConnection connection, long due, Span<byte> text, Span<byte> frame)
    {
        if (_idAt >= 0) Digits.Write(text.Slice(_idAt, IdDigits), Interlocked.Increment(ref _ids));
        LoadPayload.Write(text.Slice(_payloadAt, LoadPayload.Length), due, connection.User, _numbers[connection.User]++);
        var length = ClientFrame.Write(frame, text);
        if (!NativeSockets.Send(connection.Handle, frame[..length])) throw new BenchException("The server hung up on a client that sent.");
    }
}

using System.Net.Sockets;
using System.Text;

namespace Netra.Bench;

/// <summary>
/// A publisher's connection: one call at a time, to users of its own in turn, so that what comes to one user comes in order. Used by its sender's thread alone.
/// </summary>
internal sealed class PublishConnection : IDisposable
{
    private const int AnswerBytes = 64 * 1024;
    private const int ShownBytes = 500;
    private const int Accepted = 200;

    private readonly PublishTemplate _template;
    private readonly int _batch;
    private readonly int _firstUser;
    private readonly int _users;
    private readonly Socket _socket;
    private readonly byte[] _request;
    private byte[] _answer = new byte[AnswerBytes];
    private int _answered;
    private int _turn;

    /// <param name="port">The server's port.</param>
    /// <param name="template">The call.</param>
    /// <param name="batch">Messages of a call.</param>
    /// <param name="firstUser">The first of its users.</param>
    /// <param name="users">How many they are.</param>
    public PublishConnection(int port, PublishTemplate template, int batch, int firstUser, int users)
    {
        (_template, _batch, _firstUser, _users) = (template, batch, firstUser, users);
        _request = template.Copy();
        _socket = Loopback.Connect(port, index: 0);
        Handle = (int)_socket.SafeHandle.DangerousGetHandle();
    }

    private static ReadOnlySpan<byte> Error => "\"error\":{"u8;

    public int Handle { get; }

    /// <summary>A call is under way.</summary>
    public bool IsBusy { get; private set; }

    /// <summary>The number of the call that it makes next.</summary>
    public long NextCall { get; set; }

    /// <summary>What the server said to the first message that it refused.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Makes a call.</summary>
    /// <param name="due">When it was due.</param>
    /// <param name="numbers">The number of the next message to each user.</param>
    public void Send(long due, long[] numbers)
    {
        for (var i = 0; i < _batch; i++)
        {
            var user = _firstUser + _turn;
            _template.Write(_request, i, due, user, numbers[user]++);
            _turn = (_turn + 1) % _users;
        }

        if (!NativeSockets.Send(Handle, _request)) throw new BenchException("The server hung up on a publisher.");
        _answered = 0;
        IsBusy = true;
    }

    /// <summary>Reads what is there of the answer. Answers how many messages were refused once it is whole; null before.</summary>
    public int? Receive()
    {
        if (_answered == _answer.Length) Array.Resize(ref _answer, 2 * _answer.Length);
        var received = NativeSockets.Receive(Handle, _answer.AsSpan(_answered));
        if (received == 0) throw new BenchException("The server hung up on a publisher.");
        if (received < 0) return null;
        _answered += received;
        var answer = _answer.AsSpan(0, _answered);
        if (!HttpAnswer.IsWhole(answer, out var status, out var bodyAt)) return null;
        IsBusy = false;
        var refused = status == Accepted ? ((ReadOnlySpan<byte>)answer[bodyAt..]).Count(Error) : _batch;
        if (refused > 0) Refusal ??= TextOf(status, answer[bodyAt..]);
        return refused;
    }

    public void Dispose() => Loopback.Reset(_socket);

    private static string TextOf(int status, ReadOnlySpan<byte> body)
    {
        var shown = body[Math.Max(0, body.IndexOf(Error))..];
        return $"{status} {Encoding.UTF8.GetString(shown[..Math.Min(ShownBytes, shown.Length)])}";
    }
}

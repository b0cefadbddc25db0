using System.Text;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway.Tests;

/// <summary>A user's grain in memory: a small log, a list of connections, one acknowledged position. Its kinds are named for what they do wrong.</summary>
internal partial class FakeUser : IUserGrain
{
    public const string Attach = "attach";
    public const string Detach = "detach";
    public const string Publish = "publish";
    public const string Submit = "submit";
    public const string Pull = "pull";
    public const string Resume = "resume";
    public const string Acknowledge = "acknowledge";
    public const string History = "history";
    public const string ReadState = "read_state";
    public const string ChangeState = "change_state";
    public const string Revoke = "revoke";
    public const string DeadLetters = "dead_letters";
    public const string RetryDeadLetter = "retry_dead_letter";
    public const string Explain = "explain";
    public const string Disconnect = "disconnect";
    public const string AcceptsToken = "accepts_token";
    public const string RenewToken = "renew_token";
    public const string RevokeTokens = "revoke_tokens";

    public static readonly Epoch Epoch = Epoch.Parse("epoch1");

    private readonly Lock _gate = new();
    private readonly List<byte[]> _frames = [];
    private readonly HashSet<ConnectionId> _attached = [];
    private readonly List<AttachRequest> _attachRequests = [];
    private readonly List<long> _acknowledged = [];
    private long _firstSeq = 1;
    private long _pulled;

    public string Name { get; init; } = "alice";

    /// <summary>Where the grain says that it lives, and where the publish service knows it.</summary>
    public SiloAddress? Home { get; set; }

    public CallLog Calls { get; } = new();

    public long HeadSeq
    {
        get
        {
            lock (_gate) return _firstSeq + _frames.Count - 1;
        }
    }

    public long FirstSeq
    {
        get
        {
            lock (_gate) return _firstSeq;
        }
    }

    /// <summary>How many frames were read from the log in all.</summary>
    public long FramesPulled => Interlocked.Read(ref _pulled);

    public IReadOnlyList<AttachRequest> AttachRequests => Copy(_attachRequests);

    public IReadOnlyList<long> Acknowledged => Copy(_acknowledged);

    public IReadOnlyList<ConnectionId> Attached
    {
        get
        {
            lock (_gate) return [.. _attached];
        }
    }

    /// <summary>Appends frames. Nobody is told.</summary>
    public FakeUser Append(int count, int padding = 0)
    {
        lock (_gate)
        {
            for (var i = 0; i < count; i++)
            {
                var seq = _firstSeq + _frames.Count;
                var payload = Encoding.UTF8.GetBytes($$"""{"pad":"{{new string('x', padding)}}"}""");
                _frames.Add(ServerFrames.Durable("note", $"m{seq}", seq, 1_000 + seq, payload));
            }
        }

        return this;
    }

    /// <summary>Lets the oldest frames fall to a limit.</summary>
    public FakeUser Trim(long upTo)
    {
        lock (_gate)
        {
            _frames.RemoveRange(0, (int)(upTo - _firstSeq + 1));
            _firstSeq = upTo + 1;
        }

        return this;
    }

    /// <summary>Forgets its connections, as a grain does that was activated anew.</summary>
    public void ForgetConnections()
    {
        lock (_gate) _attached.Clear();
    }

    /// <summary>What the grain pushes when these frames become durable.</summary>
    public UserPush PushOf(long first, int count)
    {
        lock (_gate)
        {
            return new UserPush
            {
                User = UserId.Parse(Name),
                FirstSeq = first,
                Frames = [.. _frames.Skip((int)(first - _firstSeq)).Take(count).Select(frame => (ReadOnlyMemory<byte>)frame)],
                HeadSeq = Math.Max(first + count - 1, 0),
            };
        }
    }

    /// <summary>Runs before a call that has its result gives it.</summary>
    protected virtual Task AfterAsync(string call) => Task.CompletedTask;

    /// <summary>Runs before each call. What it throws the call throws.</summary>
    protected virtual Task BeforeAsync(string call) => Task.CompletedTask;

    private async Task EnterAsync(string call)
    {
        Calls.Record(call);
        await BeforeAsync(call);
    }

    private IReadOnlyList<T> Copy<T>(List<T> list)
    {
        lock (_gate) return [.. list];
    }
}

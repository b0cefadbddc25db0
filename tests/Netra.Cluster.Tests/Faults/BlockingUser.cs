using System.Threading.Channels;
using Netra.Abstractions;
using Netra.Gateway;
using Netra.Protocol;

namespace Netra.Cluster.Tests;

/// <summary>A user's grain that answers attaches and pulls when the test says so.</summary>
internal sealed class BlockingUser : IUserGrain, IUserDirectory
{
    private readonly Channel<TaskCompletionSource<AttachResult>> _attaches = Channel.CreateUnbounded<TaskCompletionSource<AttachResult>>();
    private readonly Channel<TaskCompletionSource<PullResult>> _pulls = Channel.CreateUnbounded<TaskCompletionSource<PullResult>>();

    /// <summary>The next attach, when it comes.</summary>
    public Task<TaskCompletionSource<AttachResult>> NextAttachAsync() => _attaches.Reader.ReadAsync().AsTask().InTime();

    /// <summary>The next pull, when it comes.</summary>
    public Task<TaskCompletionSource<PullResult>> NextPullAsync() => _pulls.Reader.ReadAsync().AsTask().InTime();

    public IUserGrain Find(UserId user) => this;

    public Task<AttachResult> AttachAsync(AttachRequest request) => Blocked(_attaches);

    public Task<PullResult> PullAsync(PullRequest request) => Blocked(_pulls);

    public Task DetachAsync(ConnectionId connection) => Task.CompletedTask;

    public Task<bool> AcknowledgeAsync(ConnectionId connection, long seq) => Task.FromResult(true);

    public Task<LeaseAnswer[]> RenewAsync(UserLeases leases) => throw new NotSupportedException();

    public Task<PublishResult> PublishAsync(PublishRequest request) => throw new NotSupportedException();

    public Task<ResumeResult> ResumeAsync(ConnectionId connection, StreamPosition position) => throw new NotSupportedException();

    public Task<UserDescription> DescribeAsync() => throw new NotSupportedException();

    public Task<MessageFacts> ExplainAsync(long seq) => throw new NotSupportedException();

    public Task<HistoryPage> ReadHistoryAsync(long after, int limit) => throw new NotSupportedException();

    private static Task<T> Blocked<T>(Channel<TaskCompletionSource<T>> calls)
    {
        // Continues in the test's call: when that returns, the connection has done what the answer makes it do.
        var answer = new TaskCompletionSource<T>();
        calls.Writer.TryWrite(answer);
        return answer.Task;
    }

    public Task<SubmitResult> SubmitAsync(SubmitRequest request) => throw new NotSupportedException();

    public Task<bool> RevokeAsync(long seq) => throw new NotSupportedException();

    public Task<DeadLetterPage> ReadDeadLettersAsync(long after, int limit) => throw new NotSupportedException();

    public Task<DeadLetterRetry> RetryDeadLetterAsync(long seq) => throw new NotSupportedException();

    public Task<UserState> ReadStateAsync() => throw new NotSupportedException();

    public Task<StateChangeResult> ChangeStateAsync(StateChange change) => throw new NotSupportedException();

    public Task<int> DisconnectAsync(DisconnectRequest request) => throw new NotSupportedException();

    public Task<bool> AcceptsTokenAsync(TokenStamp token) => throw new NotSupportedException();

    public Task<TokenRenewalStatus> RenewTokenAsync(ConnectionId connection, TokenStamp token) => throw new NotSupportedException();

    public Task<TokenRevocationResult> RevokeTokensAsync(TokenRevocation revocation) => throw new NotSupportedException();

    public Task ResumeWorkAsync() => throw new NotSupportedException();
}

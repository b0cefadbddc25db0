using Netra.Protocol;

namespace Netra.Abstractions;

/// <summary>
/// One user: its durable log, its sessions and its connections. The grain's key is the user id.
/// </summary>
/// <remarks>
/// Every call throws <see cref="UserUnavailableException"/> while the user's log can't be reached. A call that fails otherwise (a silo
/// died, a timeout) may or may not have taken effect.
/// </remarks>
[Alias("netra.IUserGrain")]
public interface IUserGrain : IGrainWithStringKey
{
    /// <summary>
    /// Puts a connection on the user's list. From then on its gateway gets what becomes durable. A new connection is given the place where it
    /// begins; one that is already open (<see cref="AttachRequest.Cursor"/>) keeps its own.
    /// </summary>
    [Alias("attach")]
    Task<AttachResult> AttachAsync(AttachRequest request);

    /// <summary>Takes a connection off the list. Unknown ones are ignored.</summary>
    [Alias("detach")]
    Task DetachAsync(ConnectionId connection);

    /// <summary>
    /// Says which connections of the user live on one gateway, and with which cursors: those that the list has beside them, from before, are gone. Answers one
    /// status for each, in order.
    /// </summary>
    [Alias("renew")]
    Task<LeaseAnswer[]> RenewAsync(UserLeases leases);

    /// <summary>Ends connections on behalf of the application. Answers how many of those on the list are meant.</summary>
    [Alias("disconnect")]
    Task<int> DisconnectAsync(DisconnectRequest request);

    /// <summary>Whether a token was not revoked.</summary>
    [Alias("accepts_token")]
    Task<bool> AcceptsTokenAsync(TokenStamp token);

    /// <summary>Gives an attached connection a fresh token.</summary>
    [Alias("renew_token")]
    Task<TokenRenewalStatus> RenewTokenAsync(ConnectionId connection, TokenStamp token);

    /// <summary>Refuses tokens from now on and closes the connections that have them. Completes when that is durable.</summary>
    [Alias("revoke_tokens")]
    Task<TokenRevocationResult> RevokeTokensAsync(TokenRevocation revocation);

    /// <summary>
    /// Takes messages of a publisher: all of them or none. Completes when the durable ones are on durable storage. A message whose id was
    /// accepted within the deduplication window is answered as the first one was, and not appended again.
    /// </summary>
    [Alias("publish")]
    Task<PublishResult> PublishAsync(PublishRequest request);

    /// <summary>
    /// Takes what a client sent, one item after the other: messages go to their handler or are relayed, changes of the state are applied. Each is
    /// all or nothing; an item that fails stops none behind it.
    /// </summary>
    [Alias("submit"), ResponseTimeout("00:01:00")]
    Task<SubmitResult> SubmitAsync(SubmitRequest request);

    /// <summary>Reads what the log has after a cursor.</summary>
    [Alias("pull")]
    Task<PullResult> PullAsync(PullRequest request);

    /// <summary>Gives an attached connection a new place to go on from (protocol section 2.2, <c>resume</c>).</summary>
    [Alias("resume")]
    Task<ResumeResult> ResumeAsync(ConnectionId connection, StreamPosition position);

    /// <summary>
    /// Moves the acknowledged position of a connection's session up to <paramref name="seq"/>; a lower one changes nothing. Completes when
    /// that is durable. False when the connection is not on the list: attach it again first.
    /// </summary>
    [Alias("acknowledge")]
    Task<bool> AcknowledgeAsync(ConnectionId connection, long seq);

    /// <summary>What <c>GET /api/v1/users/{user_id}</c> tells (protocol section 7).</summary>
    [Alias("describe")]
    Task<UserDescription> DescribeAsync();

    /// <summary>Retained frames above <paramref name="after"/>, at most <paramref name="limit"/>.</summary>
    [Alias("history")]
    Task<HistoryPage> ReadHistoryAsync(long after, int limit);

    /// <summary>
    /// Erases a message from the log and the dead letters; what was delivered stays delivered. False when neither has it. Completes when that is durable.
    /// </summary>
    [Alias("revoke")]
    Task<bool> RevokeAsync(long seq);

    /// <summary>What is known of one seq, from what is stored and who is on the list. What a limit or an end takes is taken before.</summary>
    [Alias("explain")]
    Task<MessageFacts> ExplainAsync(long seq);

    /// <summary>Dead letters above <paramref name="after"/>, at most <paramref name="limit"/>.</summary>
    [Alias("dead_letters")]
    Task<DeadLetterPage> ReadDeadLettersAsync(long after, int limit);

    /// <summary>Puts a dead letter back: a frame with a new seq and without an end, a client's message to its handler once more.</summary>
    [Alias("retry_dead_letter"), ResponseTimeout("00:01:00")]
    Task<DeadLetterRetry> RetryDeadLetterAsync(long seq);

    /// <summary>The state as it is on durable storage.</summary>
    [Alias("read_state")]
    Task<UserState> ReadStateAsync();

    /// <summary>Changes the state. Completes when that is durable.</summary>
    [Alias("change_state")]
    Task<StateChangeResult> ChangeStateAsync(StateChange change);

    /// <summary>Goes on with the work that is left: the outbox, handlers in the background. Returns at once.</summary>
    [Alias("resume_work")]
    Task ResumeWorkAsync();
}

using Netra.Abstractions;
using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains;

/// <summary>
/// What handlers and work need of their user's grain. All of it is for the grain's scheduler alone, but for <see cref="EnterAsync"/>.
/// </summary>
internal interface IUserHost
{
    UserId User { get; }

    /// <summary>The state on durable storage.</summary>
    UserState DurableState { get; }

    /// <summary>Whether no change of the state is on its way.</summary>
    bool StateIsDurable { get; }

    /// <summary>Runs an operation on a loaded user, again when another activation was first.</summary>
    /// <exception cref="UserUnavailableException">The log can't be reached now.</exception>
    Task<T> RunAsync<T>(Func<CommitPipeline, Task<T>> operation);

    /// <summary>The look-up of accepted ids, also those on their way. It is good for as long as this log is.</summary>
    ValueTask<Func<DeduplicationKey, AcceptedId?>> AcceptedIdsAsync(CommitPipeline log);

    /// <summary>Makes ready what <see cref="CommitPipeline.Stage(UserChange)"/> needs to know. It is good for the turn in which it completes.</summary>
    /// <param name="log">The log.</param>
    /// <param name="frames">How many frames are to be staged.</param>
    /// <param name="bytes">About how large their payloads are.</param>
    ValueTask PrepareAsync(CommitPipeline log, int frames, long bytes);

    /// <summary>As <see cref="StateLine.Apply"/>.</summary>
    AppliedChange ApplyState(UserChange change, StateChange asked, string id);

    /// <summary>Sends frames beside the log: to one connection, if it is attached, or to all.</summary>
    void PushBeside(ReadOnlyMemory<byte>[] frames, ConnectionId? target);

    /// <summary>Publishes to another user.</summary>
    Task<PublishResult> PublishToAsync(UserId user, PublishRequest request);

    /// <summary>Keeps the grain active for a while from now on; zero: no longer than its calls do.</summary>
    void KeepActive(TimeSpan time);

    /// <summary>Runs an operation on the grain's scheduler. From any thread.</summary>
    Task<T> EnterAsync<T>(Func<Task<T>> operation);
}

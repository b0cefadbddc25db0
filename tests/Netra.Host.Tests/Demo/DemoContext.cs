using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Host.Tests;

/// <summary>One run of a handler on a <see cref="DemoUser"/>. What waits for the handler's return is applied by <see cref="Complete"/>.</summary>
internal sealed class DemoContext(DemoUser user, InboundMessage message) : IMessageContext
{
    private readonly List<StateChange> _changes = [];

    public UserId User => UserId.TryParse("alice", out var id) ? id : throw new InvalidOperationException();

    public ClientId? Client => null;

    public InboundMessage Message => message;

    public int Attempt => 1;

    public UserState State { get; } = user.Read();

    public void Publish(NewMessage published) => throw new NotSupportedException("The demo publishes at once.");

    public void PublishTo(UserId other, NewMessage published) => throw new NotSupportedException("The demo publishes to its own user.");

    public void ChangeState(StateChange change) => _changes.Add(change);

    public Task<PublishedMessage> PublishNowAsync(string? step, NewMessage published, CancellationToken cancellationToken = default)
    {
        Assert.NotNull(step);
        Assert.InRange(step.Length, 1, 64);
        return Task.FromResult(user.Publish($"{message.Id}/{step}", published));
    }

    public Task<StateChangeResult> ChangeStateNowAsync(StateChange change, CancellationToken cancellationToken = default) =>
        Task.FromResult(user.Change(change));

    public Task<UserState> ReadStateNowAsync(CancellationToken cancellationToken = default) => Task.FromResult(user.Read());

    public void Complete() => _changes.ForEach(change => user.Change(change));
}

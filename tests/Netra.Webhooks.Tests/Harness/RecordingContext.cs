using System.Text;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Webhooks.Tests;

/// <summary>A run of a handler for alice's message; keeps what the handler asks for.</summary>
internal sealed class RecordingContext : IMessageContext
{
    public UserId User { get; init; } = UserId.Parse("alice");

    public ClientId? Client { get; init; } = ClientId.Parse("tab-1");

    public InboundMessage Message { get; init; } = NewMessage("m-1");

    public int Attempt { get; init; } = 1;

    public UserState State { get; init; } = new(7, "{\"theme\":\"dark\"}"u8.ToArray());

    public List<NewMessage> Published { get; } = [];

    public List<(UserId User, NewMessage Message)> PublishedToOthers { get; } = [];

    public List<StateChange> Changes { get; } = [];

    public static InboundMessage NewMessage(string? id, string payload = """{"item":"the payload","n":[1,2]}""") =>
        new("order_placed", id, Encoding.UTF8.GetBytes(payload), 1_763_820_000_123);

    public void Publish(NewMessage message) => Published.Add(message);

    public void PublishTo(UserId user, NewMessage message) => PublishedToOthers.Add((user, message));

    public void ChangeState(StateChange change) => Changes.Add(change);

    public Task<PublishedMessage> PublishNowAsync(string? step, NewMessage message, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("Webhooks publish when they return.");

    public Task<StateChangeResult> ChangeStateNowAsync(StateChange change, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("Webhooks change the state when they return.");

    public Task<UserState> ReadStateNowAsync(CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("Webhooks get the state of their run.");
}

namespace Netra.Gateway;

/// <summary>A batch of 1 to 1,000 messages.</summary>
internal sealed record MessagesBody(IReadOnlyList<MessageBody> Messages);

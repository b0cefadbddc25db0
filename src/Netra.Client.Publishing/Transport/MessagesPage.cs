namespace Netra.Client.Publishing;

/// <summary>Messages in seq order.</summary>
internal sealed record MessagesPage(IReadOnlyList<StoredMessage> Messages, bool HasMore);

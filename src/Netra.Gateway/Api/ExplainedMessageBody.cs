namespace Netra.Gateway;

/// <summary>A message without its payload.</summary>
internal sealed record ExplainedMessageBody(string Id, string Type, string Priority, long? TtlMs, long? ExpiresAt);

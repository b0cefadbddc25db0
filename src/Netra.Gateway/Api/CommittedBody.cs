namespace Netra.Gateway;

/// <summary>When a message was on durable storage; null when that is not known.</summary>
internal sealed record CommittedBody(long? At);

namespace Netra.Gateway;

/// <summary>When a message was accepted, and from whom; null where that is not known.</summary>
internal sealed record AcceptedBody(long? At, SenderBody? By);

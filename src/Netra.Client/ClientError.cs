namespace Netra.Client;

/// <summary>What belongs to no call: an error of the server, a handler that threw, a store that failed.</summary>
/// <param name="Code">One of the protocol's codes, or <c>listener_failed</c>, <c>storage_failed</c>, <c>token_failed</c>, <c>no_token</c>, <c>socket_failed</c>, <c>fault</c>.</param>
/// <param name="Message">For people.</param>
/// <param name="Ref">The id of the message that it is about.</param>
/// <param name="Cause">What was thrown.</param>
public sealed record ClientError(string Code, string Message, string? Ref = null, Exception? Cause = null);

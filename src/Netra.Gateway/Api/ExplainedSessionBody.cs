namespace Netra.Gateway;

/// <summary>A session's position against one message.</summary>
/// <param name="ClientId">The session.</param>
/// <param name="BeganAtSeq">The position at which it first began: what is at or below it was not to come to it.</param>
/// <param name="AckedSeq">Its acknowledged position; 0 with none.</param>
/// <param name="HasAcknowledged">Whether it began before the message and has acknowledged it, or what was <c>skipped</c> in its place.</param>
/// <param name="LastSeenAt">When it was last attached or has last acknowledged, Unix milliseconds.</param>
internal sealed record ExplainedSessionBody(string ClientId, long BeganAtSeq, long AckedSeq, bool HasAcknowledged, long LastSeenAt);

namespace Netra.Gateway;

/// <summary>What became of a message. Times are Unix milliseconds.</summary>
internal sealed record ExplanationBody
{
    public required long Seq { get; init; }

    /// <summary><c>acknowledged</c>, <c>delivered</c>, <c>waiting</c>, <c>expired</c>, <c>revoked</c>, <c>dead</c> or <c>fell</c>.</summary>
    public required string Verdict { get; init; }

    /// <summary>The same as a sentence, for people.</summary>
    public required string Summary { get; init; }

    /// <summary>The message without its payload; null when neither the log nor the dead letters have it any more.</summary>
    public required ExplainedMessageBody? Message { get; init; }

    public required AcceptedBody Accepted { get; init; }

    public required CommittedBody Committed { get; init; }

    /// <summary>The gateways that it was pushed to when it was committed: none when nobody was connected; null when that is not known.</summary>
    public required IReadOnlyList<PushedBody>? Pushed { get; init; }

    /// <summary>The user's connections, and those that have ended and are remembered, the oldest first.</summary>
    public required IReadOnlyList<ExplainedConnectionBody> Connections { get; init; }

    /// <summary>The user's sessions, those longest unseen first.</summary>
    public required IReadOnlyList<ExplainedSessionBody> Sessions { get; init; }

    /// <summary>Why clients that come now get <c>skipped</c> or nothing in its place; null while they get it.</summary>
    public required SkippedBody? Skipped { get; init; }

    public required DeadLetterMarkBody? DeadLetter { get; init; }

    /// <summary>What is not known, and why, for people.</summary>
    public required IReadOnlyList<string> Unknown { get; init; }
}

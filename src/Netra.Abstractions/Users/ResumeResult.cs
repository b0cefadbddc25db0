namespace Netra.Abstractions;

/// <summary>The answer to a <c>resume</c>.</summary>
/// <param name="Known">False when the connection is not on the list: attach it again first.</param>
/// <param name="Place">Where it goes on.</param>
/// <param name="Resync">The state, to be sent whole after a reset; null without one.</param>
[GenerateSerializer, Alias("netra.resume_result"), Immutable]
public sealed record ResumeResult(
    [property: Id(0)] bool Known, [property: Id(1)] StartingPlace Place, [property: Id(2)] UserState? Resync = null);

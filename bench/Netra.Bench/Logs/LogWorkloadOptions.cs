namespace Netra.Bench;

/// <summary>What <c>log</c> was asked for.</summary>
internal sealed record LogWorkloadOptions(
    string Store, int Users, TimeSpan Stretch, int Rounds, int MessageBytes, int Keep, int Writers, bool HasReference);

namespace Netra.Grains;

/// <summary>
/// What has gathered since the last snapshot of the state. A snapshot costs as much as the document, so it waits until the changes make up for it; then loading
/// a user replays few changes, and storing one costs little more than itself.
/// </summary>
internal readonly record struct SnapshotNeed(int Changes, long Bytes)
{
    public SnapshotNeed With(int changeBytes) => new(Changes + 1, Bytes + changeBytes);

    /// <summary>Whether it is time for a snapshot.</summary>
    public bool IsMet(UserGrainOptions options, long documentBytes) =>
        Changes > options.StateSnapshotChanges || Bytes > Math.Max(options.StateSnapshotBytes, documentBytes / 2);
}

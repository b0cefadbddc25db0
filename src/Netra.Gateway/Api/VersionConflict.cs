namespace Netra.Gateway;

/// <summary>A change that is meant for another version of the state than the present one.</summary>
internal sealed record VersionConflict(long ClientVersion, long ServerVersion);

namespace Netra.Model.Tests;

/// <summary>What has become of a seq, one after the other.</summary>
[Flags]
internal enum Fate
{
    Retained = 0,
    Expired = 1,
    Revoked = 2,
    Fallen = 4,
}

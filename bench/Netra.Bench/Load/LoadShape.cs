namespace Netra.Bench;

/// <summary>The clients of a setting.</summary>
/// <param name="Users">How many users.</param>
/// <param name="PerUser">Connections of each.</param>
internal sealed record LoadShape(int Users, int PerUser = 1);

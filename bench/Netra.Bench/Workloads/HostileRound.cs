namespace Netra.Bench;

/// <summary>Three stretches, one right behind the other.</summary>
/// <param name="Calm">Undisturbed.</param>
/// <param name="Reference">While somebody else on the machine is attacked in the same way; null where that was not measured.</param>
/// <param name="Attacked">While Netra is attacked.</param>
internal sealed record HostileRound(HostileStretch Calm, HostileStretch? Reference, HostileStretch Attacked)
{
    public object ToJson() => new { calm = Calm.ToJson(), reference = Reference?.ToJson(), attacked = Attacked.ToJson() };
}

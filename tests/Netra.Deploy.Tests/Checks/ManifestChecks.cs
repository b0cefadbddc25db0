namespace Netra.Deploy.Tests;

/// <summary>All checks of manifests.</summary>
internal static class ManifestChecks
{
    /// <summary>Everything that is wrong with an installation, one line each.</summary>
    public static IEnumerable<string> Check(ManifestSet set) => References.Check(set, DocumentedSecrets.All)
        .Concat(Labels.Check(set))
        .Concat(Lifetimes.Check(set))
        .Concat(Ports.Check(set))
        .Concat(Settings.Check(set, DocumentedSecrets.All))
        .Concat(Hardening.Check(set))
        .Concat(Availability.Check(set))
        .Concat(Reapplication.Check(set))
        .Concat(DatabaseProbe.Check(set));
}

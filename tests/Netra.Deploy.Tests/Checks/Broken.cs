using k8s.Models;

namespace Netra.Deploy.Tests;

/// <summary>Installations with one thing broken, for tests that show that a check finds it.</summary>
internal static class Broken
{
    /// <summary>The findings of a check in an overlay that was changed so.</summary>
    public static IReadOnlyList<string> Find(Func<ManifestSet, IEnumerable<string>> check, Action<ManifestSet> change, string overlay = Overlay.Production)
    {
        var set = Overlay.Read(overlay);
        Assert.Empty(check(set));
        change(set);
        return [.. check(set)];
    }

    public static V1Container Container(this ManifestSet set, string workload) => set.WorkloadNamed(workload).Pod.Containers[0];
}

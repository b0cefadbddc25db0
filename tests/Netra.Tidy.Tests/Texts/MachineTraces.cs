using System.Text.RegularExpressions;

namespace Netra.Tidy.Tests;

/// <summary>No file names a place of the machine that it was written on, or the registry that packages came from there.</summary>
internal static partial class MachineTraces
{
    public static IEnumerable<string> Check(IEnumerable<RepositoryFile> files) => files.SelectMany(file => Findings
        .Matches(file, AbsolutePath(), "an absolute path of some machine")
        .Concat(Findings.Matches(file, RegistryHost(), "the address of a registry")));

    [GeneratedRegex(@"(?<![\w.~}*-])(?:/(?:work|root|tmp)(?![\w-])|/home/\w|/Users/\w|[A-Z]:\\\\?Users\b)")]
    private static partial Regex AbsolutePath();

    /// <summary>Feeds of NuGet, npm, PyPI and the like, and the product names that private ones have in their host names.</summary>
    [GeneratedRegex(
        @"\bregistry\.[a-z0-9-]+\.|\bapi\.nuget\.|/v3/index\.json|\bartifactory\b[.:/]|\bnexus[.-][a-z0-9.-]+[:/]|\bpkgs\.[a-z]+\.|""resolved""\s*:\s*""http|\bpypi\.(?:org|python)|<package[S]ources>",
        RegexOptions.IgnoreCase)]
    private static partial Regex RegistryHost();
}

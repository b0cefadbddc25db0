using System.Xml.Linq;

namespace Netra.Tidy.Tests;

/// <summary>The versions of packages stand in <c>Directory.Packages.props</c> and nowhere else.</summary>
internal static class CentralVersions
{
    private const string CentralFile = "Directory.Packages.props";

    private static readonly string[] VersionNames = ["Version", "VersionOverride"];

    public static IEnumerable<string> Check(IReadOnlyCollection<RepositoryFile> files)
    {
        var central = files.Single(file => file.Path == CentralFile);
        var known = XElement.Parse(central.Text).Descendants("PackageVersion").Select(one => (string?)one.Attribute("Include")).ToHashSet();
        return files
            .Where(file => file.IsProject || (file.Path.EndsWith(".props", StringComparison.Ordinal) && file != central))
            .SelectMany(file => new ProjectFile(file).PackageReferences.SelectMany(reference => CheckReference(file, reference, known)));
    }

    private static IEnumerable<string> CheckReference(RepositoryFile file, XElement reference, HashSet<string?> known)
    {
        var name = (string?)reference.Attribute("Include") ?? (string?)reference.Attribute("Update");
        if (VersionNames.Any(version => reference.Attribute(version) is not null || reference.Element(version) is not null))
        {
            yield return $"{file.Path}: gives {name} a version of its own";
        }

        if (!known.Contains(name)) yield return $"{file.Path}: {name} has no version in {CentralFile}";
    }
}

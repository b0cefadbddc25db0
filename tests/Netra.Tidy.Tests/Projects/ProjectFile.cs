using System.Xml.Linq;

namespace Netra.Tidy.Tests;

/// <summary>What a project file says that it depends on.</summary>
internal sealed class ProjectFile
{
    private readonly XElement _xml;

    public ProjectFile(RepositoryFile file)
    {
        File = file;
        _xml = XElement.Parse(file.Text);
    }

    public RepositoryFile File { get; }

    public string Name => File.Name[..^".csproj".Length];

    /// <summary>The names of the projects that it refers to.</summary>
    public IEnumerable<string> Projects => Included("ProjectReference")
        .Select(path => path.Replace('\\', '/').Split('/')[^1])
        .Select(name => name[..^".csproj".Length]);

    /// <summary>The packages and shared frameworks that it refers to.</summary>
    public IEnumerable<string> Packages => Included("PackageReference").Concat(Included("FrameworkReference")).Concat(OfSdk());

    /// <summary>The references to packages as they are written.</summary>
    public IEnumerable<XElement> PackageReferences => _xml.Descendants("PackageReference");

    private IEnumerable<string> OfSdk() => (string?)_xml.Attribute("Sdk") == "Microsoft.NET.Sdk.Web" ? ["Microsoft.AspNetCore.App"] : [];

    private IEnumerable<string> Included(string element) =>
        _xml.Descendants(element).Select(one => (string?)one.Attribute("Include")).OfType<string>();
}

using System.Text.RegularExpressions;

namespace Netra.Tidy.Tests;

/// <summary>One type per file, named for it; <c>Connection.Receive.cs</c> is a part of <c>Connection</c>.</summary>
/// <remarks>A type at the top of a file stands at the beginning of a line, because namespaces are file-scoped.</remarks>
internal static partial class TypesPerFile
{
    public static IEnumerable<string> Check(IEnumerable<RepositoryFile> files) => files.Where(file => file.IsCSharp).SelectMany(CheckFile);

    private static IEnumerable<string> CheckFile(RepositoryFile file)
    {
        var types = Declaration().Matches(file.Text).Select(match => match.Groups["name"].Value).Distinct().ToList();
        if (types.Count > 1) return [$"{file.Path}: holds {types.Count} types: {string.Join(", ", types)}"];

        var expected = file.Name.Split('.')[0];
        return types.Where(type => type != expected).Select(type => $"{file.Path}: is not named for its type {type}");
    }

    [GeneratedRegex(
        @"^(?:(?:public|internal|file|static|sealed|abstract|partial|readonly|ref|unsafe)\s+)*(?:(?:record\s+)?(?:class|struct)|record|interface|enum|delegate\s+[\w<>\[\]?.]+)\s+(?<name>\w+)",
        RegexOptions.Multiline)]
    private static partial Regex Declaration();
}

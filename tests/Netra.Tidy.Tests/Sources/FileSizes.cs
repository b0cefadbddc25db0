namespace Netra.Tidy.Tests;

/// <summary>Files are small: none over 500 lines, few over 200.</summary>
internal static class FileSizes
{
    private const int MaxLines = 500;
    private const int LargeLines = 200;
    private const double MaxLargeShare = 0.05;

    /// <summary>A repository of few files may have this many large ones, whatever their share.</summary>
    private const int AlwaysAllowedLarge = 2;

    public static IEnumerable<string> Check(IEnumerable<RepositoryFile> files)
    {
        var sizes = files.Where(file => file.IsCSharp).Select(file => (file.Path, Lines: file.Text.AsSpan().Count('\n'))).ToList();
        foreach (var (path, lines) in sizes.Where(size => size.Lines > MaxLines))
        {
            yield return $"{path}: has {lines} lines; {MaxLines} are the most";
        }

        var large = sizes.Where(size => size.Lines > LargeLines).Select(size => $"{size.Path} ({size.Lines})").ToList();
        if (large.Count > Math.Max(AlwaysAllowedLarge, sizes.Count * MaxLargeShare))
        {
            yield return $"{large.Count} of {sizes.Count} files have over {LargeLines} lines: {string.Join(", ", large)}";
        }
    }
}

namespace Netra.Testing;

/// <summary>The seed files of <c>tests/corpus</c>, which are copied beside the tests.</summary>
internal static class FuzzCorpus
{
    /// <summary>The files of a folder by their names, in order; without the line feed that ends a file.</summary>
    public static IReadOnlyList<(string Name, byte[] Bytes)> Load(string folder)
    {
        var files = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "corpus", folder)).Order(StringComparer.Ordinal);
        return [.. files.Select(file => (Path.GetFileName(file), WithoutLastLineFeed(File.ReadAllBytes(file))))];
    }

    private static byte[] WithoutLastLineFeed(byte[] bytes) => bytes is [.. var text, (byte)'\n'] ? text : bytes;
}

namespace Netra.Storage.RocksDb;

/// <summary>Looks at the files of a directory before RocksDB does, which would make a new store where only some files are left of one.</summary>
internal static class DirectoryState
{
    private const string Current = "CURRENT";
    private const string ManifestPrefix = "MANIFEST-";

    // The manifest that RocksDB writes first, before CURRENT: alone it is a creation that was cut short.
    private const string FirstManifest = "MANIFEST-000001";

    /// <summary>Whether a store is there.</summary>
    /// <exception cref="RocksDbOpenException">Something is there that cannot be a whole store.</exception>
    public static bool HasStore(string path)
    {
        if (File.Exists(Path.Combine(path, Current)))
        {
            ManifestMark.Check(path, Manifest(path));
            return true;
        }

        var remains = Directory.EnumerateFiles(path).Select(Path.GetFileName).FirstOrDefault(IsPartOfStore!);
        if (remains is not null) throw Damaged(path, $"the file {Current} is missing beside {remains}");
        return false;
    }

    /// <summary>The manifest that the store has now.</summary>
    /// <exception cref="RocksDbOpenException">It is not there, or empty.</exception>
    public static FileInfo Manifest(string path)
    {
        var manifest = File.ReadAllText(Path.Combine(path, Current));
        if (!manifest.StartsWith(ManifestPrefix, StringComparison.Ordinal) || !manifest.EndsWith('\n'))
            throw Damaged(path, $"the file {Current} does not name a manifest");

        var file = new FileInfo(Path.Combine(path, manifest.TrimEnd('\n')));
        if (!file.Exists || file.Length == 0) throw Damaged(path, $"the manifest {file.Name} is missing or empty");
        return file;
    }

    private static bool IsPartOfStore(string name) =>
        name.EndsWith(".sst", StringComparison.Ordinal)
        || (name.EndsWith(".log", StringComparison.Ordinal) && name.AsSpan(0, name.Length - 4).IndexOfAnyExceptInRange('0', '9') < 0)
        || (name.StartsWith(ManifestPrefix, StringComparison.Ordinal) && name != FirstManifest);

    public static RocksDbOpenException Damaged(string path, string how, Exception? cause = null) =>
        new(RocksDbOpenFault.Damaged, $"The store in '{path}' is damaged: {how}. Restore a backup.", cause);
}

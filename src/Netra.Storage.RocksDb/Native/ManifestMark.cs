using System.Globalization;
using System.Text;

namespace Netra.Storage.RocksDb;

/// <summary>
/// Remembers, at a clean close, which manifest the store had and how long it was. RocksDB takes a manifest that lost its end for one whose last
/// record a crash cut short, and would forget table files without a word; with the mark that is damage.
/// </summary>
/// <remarks>After a crash the mark is of an older manifest, and then says nothing: it never refuses a store that a crash left.</remarks>
internal static class ManifestMark
{
    /// <summary>The file's name; its content is the manifest's name and its length in bytes. A copy without it is as good.</summary>
    public const string FileName = "netra.manifest";

    /// <exception cref="RocksDbOpenException">The manifest is older or shorter than it was when the store was closed.</exception>
    public static void Check(string path, FileInfo manifest)
    {
        var mark = Path.Combine(path, FileName);
        if (!File.Exists(mark)) return;
        var parts = File.ReadAllText(mark).Split(' ');
        if (parts.Length != 2 || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var length))
            throw DirectoryState.Damaged(path, $"the file {FileName} is not what was written");

        // Names have a number of six digits and more: the longer one is the later one, and of the same length the greater.
        var order = manifest.Name.Length != parts[0].Length
            ? manifest.Name.Length.CompareTo(parts[0].Length)
            : string.CompareOrdinal(manifest.Name, parts[0]);
        if (order < 0) throw DirectoryState.Damaged(path, $"its manifest is {manifest.Name} and was {parts[0]}");
        if (order == 0 && manifest.Length < length)
            throw DirectoryState.Damaged(path, $"the manifest {manifest.Name} has {manifest.Length} bytes and had {length}");
    }

    /// <summary>
    /// Only when the store is closed. A mark that cannot be written (a full disk) leaves the one before, which is older and so still true.
    /// </summary>
    public static void TryWrite(string path)
    {
        try
        {
            var manifest = DirectoryState.Manifest(path);
            var temporary = Path.Combine(path, FileName + ".tmp");
            using (var file = new FileStream(temporary, FileMode.Create))
            {
                file.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{manifest.Name} {manifest.Length}")));
                // To the disk before the name is: a power cut must not leave an empty mark.
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, Path.Combine(path, FileName), overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or RocksDbOpenException)
        {
            // Nothing was promised; see above.
        }
    }
}

namespace Netra.Storage.RocksDb;

/// <summary>
/// Asks, before a store that failed is closed, whether opening it anew can succeed: while it stays open it can at least be read.
/// </summary>
internal static class DiskProbe
{
    private const string FileName = "netra.probe";

    // Beside the write-ahead logs, which opening writes to table files: what the manifest and the other new files need, with room to spare.
    private const long SpareBytes = 8 * 1024 * 1024;

    /// <summary>Whether there is space for what opening writes, and a file can be written and flushed.</summary>
    public static bool IsReady(string path)
    {
        try
        {
            var logBytes = new DirectoryInfo(path).EnumerateFiles("*.log").Sum(file => file.Length);
            if (new DriveInfo(Path.GetFullPath(path)).AvailableFreeSpace < logBytes + SpareBytes) return false;
            using var probe = new FileStream(
                Path.Combine(path, FileName), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
            probe.Write(new byte[4096]);
            probe.Flush(flushToDisk: true);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

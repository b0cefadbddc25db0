namespace Netra.Storage.RocksDb;

/// <summary>Says why RocksDB did not open.</summary>
internal static class OpenFailure
{
    private const string LockFile = "LOCK";

    public static RocksDbOpenException Explain(string path, Exception exception)
    {
        if (exception is UnauthorizedAccessException)
        {
            return new RocksDbOpenException(
                RocksDbOpenFault.NoPermission, $"This process may not read and write a file of the store in '{path}'.", exception);
        }

        if (NativeErrors.IsCorruption(exception)) return DirectoryState.Damaged(path, $"RocksDB said '{exception.Message}'", exception);
        if (IsLockedByOther(path))
        {
            return new RocksDbOpenException(
                RocksDbOpenFault.Locked, $"The store in '{path}' is open in another process. Only one may have it open.", exception);
        }

        return new RocksDbOpenException(
            RocksDbOpenFault.Failed, $"The store in '{path}' cannot be opened. RocksDB said '{exception.Message}'.", exception);
    }

    /// <summary>
    /// Whether a program that is not Netra, say a tool of RocksDB, has RocksDB's own lock. Asked only after RocksDB failed to open: letting go
    /// of the file would release a lock of this process on it.
    /// </summary>
    private static bool IsLockedByOther(string path)
    {
        if (OperatingSystem.IsMacOS()) return false;
        try
        {
            using var file = new FileStream(Path.Combine(path, LockFile), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            file.Lock(0, 1);
            file.Unlock(0, 1);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }
}

namespace Netra.Storage.RocksDb;

/// <summary>
/// The store's own lock on its directory, held while the store is open and also between closing and opening anew. RocksDB has a lock too, but
/// tells a held one from other failures only by text.
/// </summary>
internal sealed class DirectoryLock : IDisposable
{
    /// <summary>The lock's file name. The file has no content, and no meaning in a copy.</summary>
    public const string FileName = "netra.lock";

    // EWOULDBLOCK of Linux and of macOS, and ERROR_SHARING_VIOLATION: what .NET has in HResult when the file is held elsewhere.
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;
    private const int WindowsSharingViolation = unchecked((int)0x80070020);

    private readonly FileStream _file;

    private DirectoryLock(FileStream file) => _file = file;

    /// <summary>Makes the directory when it is missing, and locks it.</summary>
    /// <exception cref="RocksDbOpenException">It is locked, is no directory, or may not be written.</exception>
    public static DirectoryLock Acquire(string path)
    {
        if (File.Exists(path)) throw NotADirectory(path, null);
        try
        {
            Directory.CreateDirectory(path);
            return new DirectoryLock(new FileStream(
                Path.Combine(path, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new RocksDbOpenException(
                RocksDbOpenFault.NoPermission, $"This process may not read and write the store's directory '{path}'.", exception);
        }
        catch (IOException exception) when (exception.HResult is LinuxWouldBlock or MacWouldBlock or WindowsSharingViolation)
        {
            throw new RocksDbOpenException(
                RocksDbOpenFault.Locked,
                $"The store in '{path}' is open in another process, or a second time in this one. Only one may have it open.",
                exception);
        }
        catch (IOException exception) when (!Directory.Exists(path))
        {
            throw NotADirectory(path, exception);
        }
        catch (IOException exception)
        {
            throw new RocksDbOpenException(
                RocksDbOpenFault.Failed, $"The store's directory '{path}' cannot be used: {exception.Message}", exception);
        }
    }

    public void Dispose() => _file.Dispose();

    private static RocksDbOpenException NotADirectory(string path, Exception? cause) =>
        new(RocksDbOpenFault.NotADirectory, $"The store's path '{path}' is not a directory and cannot be made one.", cause);
}

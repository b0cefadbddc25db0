using RocksDbSharp;

namespace Netra.Storage.RocksDb;

/// <summary>
/// Tells RocksDB's errors apart by their status code. Its C API has the code only as the first words of the message ("Corruption: ..."): those
/// are read here and nowhere else, and nothing behind them.
/// </summary>
internal static class NativeErrors
{
    private const string Corruption = "Corruption";

    /// <summary>Whether an exception is a failure of RocksDB or of the files under it.</summary>
    public static bool IsNative(Exception exception) => exception is RocksDbSharpException or IOException;

    /// <summary>Whether the store itself is damaged, as against a failure that may pass.</summary>
    public static bool IsCorruption(Exception exception) => StatusCode(exception) is Corruption;

    /// <summary>What the log's contract has for the failure.</summary>
    public static Exception Translate(Exception exception, string operation) => IsCorruption(exception)
        ? new StorageDamagedException($"RocksDB found damage at {operation}: {exception.Message}", exception)
        : new StorageUnavailableException($"RocksDB failed at {operation}: {exception.Message}", exception);

    private static ReadOnlySpan<char> StatusCode(Exception exception)
    {
        var message = exception.Message.AsSpan();
        var colon = message.IndexOf(':');
        return colon < 0 ? message : message[..colon];
    }
}

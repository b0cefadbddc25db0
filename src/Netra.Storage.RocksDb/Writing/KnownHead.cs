namespace Netra.Storage.RocksDb;

/// <summary>A user's head as the next commit must expect it.</summary>
/// <param name="key">The key of the head's record.</param>
/// <param name="head">The head.</param>
internal sealed class KnownHead(byte[] key, in UserHead head)
{
    private UserHead _head = head;

    public byte[] Key { get; } = key;

    public ref readonly UserHead Head => ref _head;

    public void Replace(in UserHead head) => _head = head;
}

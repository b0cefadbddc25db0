namespace Netra.Storage.RocksDb;

/// <summary>A user's head as the next commit must expect it.</summary>
/// <param name="key">The key of the head's record.</param>
/// <param name="head">The head.</param>
internal sealed class KnownHead(byte[] key, in UserHead head)
{
    private UserHead _head = head;

    public byte[] Key { get; } = key;

    public ref readonly UserHead Head => ref _head;

    /// <summary>The group that changed it last, and its first commit in that group.</summary>
    public (long Group, int First) Changed { get; private set; } = (0, 0);

    /// <summary>Takes the head that a commit leaves.</summary>
    /// <param name="head">The head.</param>
    /// <param name="group">The number of the commit's group.</param>
    /// <param name="index">The commit's place in it.</param>
    public void Replace(in UserHead head, long group, int index)
    {
        _head = head;
        if (Changed.Group != group) Changed = (group, index);
    }
}

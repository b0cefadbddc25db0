using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Streaming;

/// <summary>
/// What waits for one gateway: pushes in the order of their offering, bounded, and the users that are behind. Not thread-safe.
/// </summary>
internal sealed class PushQueue(OutboundStreamOptions options)
{
    private readonly Queue<UserPush> _pushes = new();

    /// <summary>Users whose frames were dropped, with the highest head known, in the order in which they fell behind. Bounded by the gateway's users.</summary>
    private readonly Dictionary<UserId, long> _behind = [];
    private readonly Queue<UserId> _behindInOrder = new();

    private readonly Queue<UserPush> _commands = new();
    private long _bytes;

    /// <summary>The batch that is gathered, and the users in it.</summary>
    private readonly List<UserPush> _batch = [];
    private readonly HashSet<UserId> _usersOfBatch = [];

    public QueueDepth Depth => new(_pushes.Count + _commands.Count, _bytes, _behind.Count);

    /// <summary>Takes a push. False when its frames were dropped, and its user is behind.</summary>
    public bool Add(UserPush push)
    {
        if (push.Command is not null)
        {
            // Rare, small, and at most one for each connection that the gateway has.
            _commands.Enqueue(push);
            return true;
        }

        if (_behind.ContainsKey(push.User))
        {
            // Frames after a hole are useless: the connections catch up past them anyway.
            MarkBehind(push.User, push.HeadSeq);
            return false;
        }

        var bytes = BytesOf(push);
        if (_pushes.Count >= options.MaxQueuedPushes || _bytes + bytes > options.MaxQueuedBytes)
        {
            MarkBehind(push.User, push.HeadSeq);
            return false;
        }

        _pushes.Enqueue(push);
        _bytes += bytes;
        return true;
    }

    /// <summary>The next batch, grouped by user so that a connection's frames go out back to back; null when nothing waits.</summary>
    public PushBatch? TakeBatch()
    {
        var bytes = 0L;
        var repeats = false;
        // While frames come as fast as they go they would fill every batch: no connection could be closed, and no user behind would ever be told.
        var room = options.MaxBatchPushes - Math.Min(_commands.Count + _behind.Count, options.MaxBatchPushes - (options.MaxBatchPushes / 2));
        while (_pushes.TryPeek(out var push) && _batch.Count < room)
        {
            var size = BytesOf(push);
            if (_batch.Count > 0 && bytes + size > options.MaxBatchBytes) break;
            _pushes.Dequeue();
            _bytes -= size;
            bytes += size;
            repeats |= AddToBatch(push);
        }

        // Half of what is left is theirs who are behind, also while commands come as fast as they go.
        var roomOfCommands = options.MaxBatchPushes - Math.Min(_behind.Count, (options.MaxBatchPushes - _batch.Count) / 2);
        while (_commands.TryPeek(out var command) && _batch.Count < roomOfCommands)
        {
            _commands.Dequeue();
            repeats |= AddToBatch(command);
        }

        while (_batch.Count < options.MaxBatchPushes && _behindInOrder.TryDequeue(out var user))
        {
            _behind.Remove(user, out var head);
            repeats |= AddToBatch(new UserPush { User = user, HeadSeq = head });
        }

        if (_batch.Count == 0) return null;
        var batch = new PushBatch(repeats ? [.. _batch.GroupBy(push => push.User).SelectMany(pushes => pushes)] : [.. _batch]);
        _batch.Clear();
        _usersOfBatch.Clear();
        return batch;
    }

    /// <summary>Drops the frames of a failed batch and of everything that waits, and marks their users behind. Answers how many pushes had frames.</summary>
    public int DropToHeads(PushBatch failed)
    {
        var dropped = 0;
        foreach (var push in failed.Pushes) DropToHead(push, ref dropped);
        while (_pushes.TryDequeue(out var push)) DropToHead(push, ref dropped);
        _bytes = 0;
        return dropped;
    }

    private void DropToHead(UserPush push, ref int dropped)
    {
        if (push.Command is not null)
        {
            _commands.Enqueue(push);
            return;
        }

        MarkBehind(push.User, push.HeadSeq);
        if (push.Frames.Length > 0 || push.Ephemeral.Length > 0) dropped++;
    }

    private void MarkBehind(UserId user, long head)
    {
        if (_behind.TryAdd(user, head)) _behindInOrder.Enqueue(user);
        else _behind[user] = Math.Max(head, _behind[user]);
    }

    /// <summary>Adds a push; whether the batch has one of its user already.</summary>
    private bool AddToBatch(UserPush push)
    {
        _batch.Add(push);
        return !_usersOfBatch.Add(push.User);
    }

    private static long BytesOf(UserPush push)
    {
        var bytes = 0L;
        foreach (var frame in push.Frames) bytes += frame.Length;
        foreach (var frame in push.Ephemeral) bytes += frame.Length;
        return bytes;
    }
}

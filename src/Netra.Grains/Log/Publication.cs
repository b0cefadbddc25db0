using Netra.Abstractions;
using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains;

/// <summary>The messages of one publish: what is new, what was accepted before, what goes beside the log.</summary>
internal sealed class Publication
{
    private readonly List<(string Id, NewFrame? Frame, AcceptedId? Earlier, bool Duplicate)> _messages = [];

    /// <param name="request">The messages.</param>
    /// <param name="window">The ids accepted before; may be null when no message has one.</param>
    /// <param name="nowMs">The timestamp of frames beside the log.</param>
    public Publication(PublishRequest request, DeduplicationWindow? window, long nowMs)
    {
        var space = request.Origin == PublishOrigin.Outbox ? DeduplicationSpace.Outbox : DeduplicationSpace.Publisher;
        var inThisBatch = new Dictionary<string, NewFrame?>();
        foreach (var message in request.Messages)
        {
            if (message.Id is { } id)
            {
                var key = new DeduplicationKey(space, id);
                if (window!.TryFind(key, out var earlier))
                {
                    _messages.Add((id, null, earlier, true));
                    continue;
                }

                if (inThisBatch.TryGetValue(id, out var first))
                {
                    _messages.Add((id, first, null, true));
                    continue;
                }

                inThisBatch.Add(id, Add(message, id, nowMs));
                Change.Accepted.Add((key, inThisBatch[id]));
            }
            else
            {
                Add(message, MessageId.NewId(), nowMs);
            }
        }
    }

    public UserChange Change { get; } = new();

    public bool HasChange => Change.Frames.Count + Change.Accepted.Count > 0;

    /// <summary>Frames beside the log, to be pushed when the change is durable.</summary>
    public List<ReadOnlyMemory<byte>> Ephemeral { get; } = [];

    /// <summary>Waits until everything that was accepted before is durable, and the log has it.</summary>
    /// <param name="log">The log that the change is staged in.</param>
    /// <exception cref="AcceptanceLostException">It is not: publish anew.</exception>
    public async Task WaitForEarlierAsync(CommitPipeline log)
    {
        foreach (var (_, _, earlier, _) in _messages)
        {
            if (earlier is not null) await earlier.WaitAsync(log);
        }
    }

    /// <summary>When the change is staged.</summary>
    public PublishedMessage[] Answers() =>
        [.. _messages.Select(message => new PublishedMessage(message.Id, message.Earlier is { } earlier ? earlier.Seq : message.Frame?.Seq, message.Duplicate))];

    private NewFrame? Add(NewMessage message, string id, long nowMs)
    {
        NewFrame? frame = null;
        if (message.IsDurable)
        {
            frame = new NewFrame(message.Type, id, message.Payload) { Priority = message.Priority, TtlMs = message.TtlMs };
            Change.Frames.Add(frame);
        }
        else
        {
            Ephemeral.Add(ServerFrames.Ephemeral(message.Type, id, nowMs, message.Payload.Span));
        }

        _messages.Add((id, frame, null, false));
        return frame;
    }
}

using Netra.Abstractions;
using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains;

/// <summary>The messages of one publish: what is new, what was accepted before, what goes beside the log.</summary>
internal sealed class Publication
{
    private readonly (string Id, NewFrame? Frame, AcceptedId? Earlier, bool Duplicate)[] _messages;
    private List<ReadOnlyMemory<byte>>? _ephemeral;

    /// <param name="request">The messages.</param>
    /// <param name="window">The ids accepted before; may be null when no message has one.</param>
    /// <param name="nowMs">The timestamp of frames beside the log.</param>
    public Publication(PublishRequest request, DeduplicationWindow? window, long nowMs)
    {
        Change = new UserChange { Origin = OriginOf(request) };
        var space = request.Origin == PublishOrigin.Outbox ? DeduplicationSpace.Outbox : DeduplicationSpace.Publisher;
        _messages = new (string, NewFrame?, AcceptedId?, bool)[request.Messages.Length];
        Dictionary<string, NewFrame?>? inThisBatch = null;
        for (var i = 0; i < _messages.Length; i++)
        {
            var message = request.Messages[i];
            if (message.Id is not { } id)
            {
                var made = MessageId.NewId();
                _messages[i] = (made, FrameOf(message, made, nowMs), null, false);
                continue;
            }

            var key = new DeduplicationKey(space, id);
            if (window!.TryFind(key, out var earlier))
            {
                HasEarlier = true;
                _messages[i] = (id, null, earlier, true);
                continue;
            }

            if (inThisBatch?.TryGetValue(id, out var first) == true)
            {
                _messages[i] = (id, first, null, true);
                continue;
            }

            var frame = FrameOf(message, id, nowMs);
            _messages[i] = (id, frame, null, false);
            Change.Accepted.Add((key, frame));
            if (_messages.Length > 1) (inThisBatch ??= new Dictionary<string, NewFrame?>(StringComparer.Ordinal)).Add(id, frame);
        }
    }

    public UserChange Change { get; }

    public bool HasChange => Change.Frames.Count > 0 || Change.HasAccepted;

    /// <summary>Whether one of them was accepted before.</summary>
    public bool HasEarlier { get; }

    /// <summary>Frames beside the log, to be pushed when the change is durable.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Ephemeral => _ephemeral ?? (IReadOnlyList<ReadOnlyMemory<byte>>)[];

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
    public PublishedMessage[] Answers() => Array.ConvertAll(
        _messages, message => new PublishedMessage(message.Id, message.Earlier is { } earlier ? earlier.Seq : message.Frame?.Seq, message.Duplicate));

    private static MessageOrigin OriginOf(PublishRequest request) => request switch
    {
        { Origin: PublishOrigin.Outbox } => new MessageOrigin(MessageOriginKind.Outbox, request.By),
        { By: { } key } => new MessageOrigin(MessageOriginKind.ApiKey, key),
        _ => new MessageOrigin(MessageOriginKind.Application),
    };

    /// <summary>The frame of a message; null for one beside the log.</summary>
    private NewFrame? FrameOf(NewMessage message, string id, long nowMs)
    {
        if (!message.IsDurable)
        {
            (_ephemeral ??= []).Add(ServerFrames.Ephemeral(message.Type, id, nowMs, message.Payload.Span));
            return null;
        }

        var frame = new NewFrame(message.Type, id, message.Payload) { Priority = message.Priority, TtlMs = message.TtlMs };
        Change.Frames.Add(frame);
        return frame;
    }
}

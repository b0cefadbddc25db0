using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway.Tests;

/// <content>What clients submit and publishers publish.</content>
internal partial class FakeUser
{
    private readonly List<SubmittedItem> _submitted = [];
    private readonly List<SubmitRequest> _submitRequests = [];
    private readonly List<PublishRequest> _publishes = [];
    private readonly Dictionary<string, long> _acceptedIds = [];
    private readonly Dictionary<long, DeadLetter> _deadLetters = [];

    /// <summary>What was submitted and answered, in order.</summary>
    public IReadOnlyList<SubmittedItem> Submitted => Copy(_submitted);

    /// <summary>How many items each submit carried.</summary>
    public IReadOnlyList<int> Batches => [.. SubmitRequests.Select(request => request.Items.Length)];

    public IReadOnlyList<SubmitRequest> SubmitRequests => Copy(_submitRequests);

    public IReadOnlyList<PublishRequest> Publishes => Copy(_publishes);

    /// <summary>How many items a submit answers at most; the rest is left undone.</summary>
    public int MaxAnswers { get; set; } = int.MaxValue;

    /// <summary>Answers an item instead of the user; null leaves it to the user.</summary>
    public Func<SubmittedItem, SubmitAnswer?> AnswerItem { get; set; } = _ => null;

    /// <summary>Refuses publishes with this.</summary>
    public FrameError? PublishRefusal { get; set; }

    /// <summary>What a retry of a dead letter answers when there is one.</summary>
    public DeadLetterRetry Retry { get; set; } = new(true, 99);

    public FakeUser Bury(params DeadLetter[] letters)
    {
        lock (_gate)
        {
            foreach (var letter in letters) _deadLetters[letter.Seq] = letter;
        }

        return this;
    }

    public virtual async Task<SubmitResult> SubmitAsync(SubmitRequest request)
    {
        lock (_gate) _submitRequests.Add(request);
        await EnterAsync(Submit);
        lock (_gate) return new SubmitResult([.. request.Items.Take(MaxAnswers).Select(Take)]);
    }

    public async Task<PublishResult> PublishAsync(PublishRequest request)
    {
        lock (_gate) _publishes.Add(request);
        await EnterAsync(Publish);
        lock (_gate)
        {
            if (PublishRefusal is { } refusal) return new PublishResult([], refusal) { Home = Home };
            return new PublishResult([.. request.Messages.Select(Take)]) { Home = Home };
        }
    }

    public async Task<bool> RevokeAsync(long seq)
    {
        await EnterAsync(Revoke);
        lock (_gate) return seq >= _firstSeq && seq < _firstSeq + _frames.Count && _holes.TryAdd(seq, SkipReason.Revoked);
    }

    public async Task<DeadLetterPage> ReadDeadLettersAsync(long after, int limit)
    {
        await EnterAsync(DeadLetters);
        lock (_gate)
        {
            var found = _deadLetters.Values.Where(letter => letter.Seq > after).OrderBy(letter => letter.Seq).ToArray();
            return new DeadLetterPage([.. found.Take(limit)], found.Length > limit);
        }
    }

    public async Task<DeadLetterRetry> RetryDeadLetterAsync(long seq)
    {
        await EnterAsync(RetryDeadLetter);
        lock (_gate) return _deadLetters.ContainsKey(seq) ? Retry : new DeadLetterRetry(false);
    }

    private SubmitAnswer Take(SubmittedItem item)
    {
        _submitted.Add(item);
        if (AnswerItem(item) is { } answer) return answer;
        if (item.Id is { } id && _acceptedIds.TryGetValue(id, out var known)) return new SubmitAnswer(SubmitStatus.Duplicate, known);
        if (item.Change is null) return new SubmitAnswer(SubmitStatus.Accepted, Append(item.Type, item.Id, item.Payload));
        if (Apply(item.Change, item.Id ?? "m") is not { } seq) return new SubmitAnswer(SubmitStatus.Conflict) { State = _state };
        if (item.Id is not null) _acceptedIds[item.Id] = seq;
        return new SubmitAnswer(SubmitStatus.Accepted, seq);
    }

    private PublishedMessage Take(NewMessage message)
    {
        if (!message.IsDurable) return new PublishedMessage(message.Id ?? "beside", null);
        if (message.Id is { } id && _acceptedIds.TryGetValue(id, out var known)) return new PublishedMessage(id, known, Duplicate: true);
        var seq = Append(message.Type, message.Id, message.Payload);
        return new PublishedMessage(message.Id ?? $"m{seq}", seq);
    }

    private long Append(string type, string? id, ReadOnlyMemory<byte> payload)
    {
        var seq = _firstSeq + _frames.Count;
        _frames.Add(ServerFrames.Durable(type, id ?? $"m{seq}", seq, 1_000 + seq, payload.Span));
        if (id is not null) _acceptedIds[id] = seq;
        return seq;
    }
}

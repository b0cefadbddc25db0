using Netra.Abstractions;
using Netra.Protocol;
using Netra.Storage;
using static Netra.Grains.Tests.GrainExtensions;

namespace Netra.Grains.Tests;

/// <summary>Does to a grain and to the model the same, and compares all that can be seen of the grain after each step.</summary>
internal sealed class LogModelRun : IAsyncDisposable
{
    private readonly GrainUser _user = new();
    private readonly FailingLog _failing;
    private readonly LogModel _model;
    private UserGrain _grain = null!;

    public LogModelRun(int maxMessages, long maxBytes, bool rejects, int maxDeadLetters)
    {
        _failing = new FailingLog(_user.Log);
        _user.Over = _failing;
        _user.Options.MaxMessages = maxMessages;
        _user.Options.MaxBytes = maxBytes;
        _user.Options.MaxDeadLetters = maxDeadLetters;
        _user.Options.Overflow = rejects ? OverflowPolicy.Reject : OverflowPolicy.DropOldest;
        _user.Options.MaxAge = TimeSpan.FromHours(1);
        _user.Options.DeadLetterRetention = TimeSpan.FromHours(2);
        _user.Options.RecentFramesBytes = 2_000;
        _user.Options.MaxCommitFrames = 3;
        _model = new LogModel(_user.Options);
    }

    public ValueTask DisposeAsync() => _user.DisposeAsync();

    public async Task StartAsync()
    {
        _grain = await _user.ActivateAsync();
        await _grain.AttachAsync(_user.Connection("watcher"));
    }

    public async Task StepAsync(ModelStep step)
    {
        _model.NowMs = _user.Time.GetUtcNow().ToUnixTimeMilliseconds();
        if (step.Fails) _failing.CommitFailures.Enqueue(new StorageUnavailableException("down"));
        try
        {
            await DoAsync(step);
        }
        catch (UserUnavailableException) when (step.Fails)
        {
            // What fails in the double was not written: nothing has changed.
        }

        _failing.CommitFailures.Clear();
        await CompareAsync(step);
    }

    private Task DoAsync(ModelStep step) => step.Kind switch
    {
        < 40 => PublishAsync(step),
        < 55 => AcknowledgeAsync(step.Number % (_model.Head + 1)),
        < 70 => AdvanceAsync(step.Number),
        < 80 => RevokeAsync((step.Number % (_model.Head + 3)) - 1),
        < 90 => RetryAsync(step.Number),
        _ => StartAsync(),
    };

    private async Task PublishAsync(ModelStep step)
    {
        var random = new Random(step.Number);
        var messages = new NewMessage[random.Next(3) == 0 ? random.Next(1, 8) : 1];
        for (var i = 0; i < messages.Length; i++)
        {
            messages[i] = Message(
                random.Next(3) == 0 ? $"id-{random.Next(12)}" : null,
                random.Next(2) == 0 ? (MessagePriority)random.Next(4) : MessagePriority.Normal,
                random.Next(4) == 0 ? random.Next(1, 1_200_000) : null,
                random.Next(8) != 0);
        }

        var result = await _grain.PublishAsync(new PublishRequest(messages));
        var expected = _model.Publish(messages, Ids(messages, result));
        if (expected is null)
        {
            Assert.Equal(ErrorCodes.QueueFull, result.Refusal?.Code);
            return;
        }

        Assert.Null(result.Refusal);
        Assert.Equal(expected, result.Messages.Select(message => (message.Seq, message.Duplicate)));
    }

    /// <summary>Those the grain made; where it refused, some of the same length.</summary>
    private static string[] Ids(NewMessage[] messages, PublishResult result) =>
        [.. messages.Select((message, i) => message.Id ?? (result.Refusal is null ? result.Messages[i].Id : MessageId.NewId()))];

    private async Task AcknowledgeAsync(long seq)
    {
        var tab = _user.Connection("reader");
        await _grain.AttachAsync(tab);
        Assert.True(await _grain.AcknowledgeAsync(tab.Connection, seq));
        _model.Acked = Math.Max(_model.Acked, seq);
    }

    private Task AdvanceAsync(int number)
    {
        _user.Time.Advance(TimeSpan.FromMilliseconds(number % 3 == 0 ? 1 + (number % 2_400_000) : 1 + (number % 30_000)));
        _model.NowMs = _user.Time.GetUtcNow().ToUnixTimeMilliseconds();
        return Task.CompletedTask;
    }

    private async Task RevokeAsync(long seq)
    {
        var revoked = await _grain.RevokeAsync(seq);
        Assert.Equal(_model.Revoke(seq), revoked);
    }

    private async Task RetryAsync(int number)
    {
        var letters = _model.Letters.ToList();
        var seq = letters.Count == 0 ? number % 5 : letters[number % letters.Count];
        var answer = await _grain.RetryDeadLetterAsync(seq);
        var expected = _model.Retry(seq);
        Assert.Equal(expected != 0, answer.Found);
        Assert.Equal(expected is null, answer.Refusal is not null);
        if (expected is > 0) Assert.Equal(expected, answer.Seq);
    }

    private async Task CompareAsync(ModelStep step)
    {
        // A session that is written: behind whatever the log took by itself.
        var tab = _user.Connection("comparer");
        await _grain.AttachAsync(tab);
        _model.Settle();
        Assert.Equal(_model.Letters.Select(seq => (seq, _model.ReasonOf(seq))), (await _grain.DeadLettersAsync()).Select(letter => (letter.Seq, letter.Reason)));

        var description = await _grain.DescribeAsync();
        Assert.Equal(
            (_model.Head, _model.Oldest, _model.Unread, (long)_model.Letters.Count()),
            (description.HeadSeq, description.OldestSeq, description.Unread, description.DeadLetters));
        var entries = await _user.Log.ReadEntriesAsync(_user.Id, CancellationToken.None);
        Assert.Equal(_model.Retained.Select(place => (place.Seq, place.Hole)), entries.Select(entry => (entry.Seq, entry.Hole)));
        var head = await _user.HeadAsync();
        Assert.Equal(
            (entries.LongCount(entry => entry.Hole is null), entries.LongCount(entry => entry.Hole is not null), entries.Sum(entry => (long)entry.JsonBytes)),
            (head.FrameCount, head.HoleCount, head.RetainedBytes));
        await CompareHistoryAsync(step);
        await ComparePullAsync(tab, step);
    }

    private async Task CompareHistoryAsync(ModelStep step)
    {
        var (after, limit) = (step.Cursor % (_model.Head + 1), 1 + (step.Number % 5));
        var page = await _grain.ReadHistoryAsync(after, limit);
        var frames = _model.Frames.Where(frame => frame.Seq > after).ToList();
        Assert.Equal(frames.Take(limit).Select(frame => (frame.Seq, frame.Id)), page.Frames.Select(frame => (frame.SeqOf(), frame.Read("id").GetString()!)));
        Assert.Equal(frames.Count > limit, page.HasMore);
    }

    private async Task ComparePullAsync(AttachRequest tab, ModelStep step)
    {
        var start = step.Cursor % (_model.Head + 1);
        var expeditedUpTo = step.Number % 2 == 0 ? 0 : step.Number % (_model.Head + 1);
        var (cursor, told) = (start, new List<(long Seq, string What)>());
        while (cursor < _model.Head)
        {
            var page = await _grain.PullAsync(tab, cursor, 1 + (step.Number % 4), expeditedUpTo: expeditedUpTo);
            Assert.True(page.UpToSeq > cursor, "The page does not go on.");
            Assert.Equal(page.Seqs, page.Frames.Select(frame => frame.SeqOf()));
            told.AddRange(page.Seqs.Select(seq => (seq, "frame")));
            foreach (var range in page.Skipped)
                for (var seq = range.From; seq <= range.To; seq++) told.Add((seq, range.Reason.WireName()));
            cursor = page.UpToSeq;
        }

        var expected = from seq in Enumerable.Range(1, (int)_model.Head).Select(seq => _model.At(seq))
                       where seq.Seq > start && !(seq.IsFrame && seq.Priority.IsExpedited() && seq.Seq <= expeditedUpTo)
                       select (seq.Seq, seq.HasFallen ? "overflow" : seq.Hole?.WireName() ?? "frame");
        Assert.Equal(expected, told.OrderBy(entry => entry.Seq));
        var place = (await _grain.AttachAsync(_user.Connection("fresh", StartPosition.Oldest))).Place;
        Assert.Equal(_model.Frames.Any(frame => frame.Priority.IsExpedited() && frame.Seq > place.Cursor), place.HasExpedited);
    }
}

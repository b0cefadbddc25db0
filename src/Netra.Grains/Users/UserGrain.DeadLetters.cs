using System.Globalization;
using Netra.Abstractions;
using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains;

internal sealed partial class UserGrain
{
    /// <summary>Dead letters that are being tried again. Whoever asks for the same one waits for the first.</summary>
    private readonly Dictionary<long, Task> _retrying = [];

    public Task<DeadLetterPage> ReadDeadLettersAsync(long after, int limit) => RunAsync(async log =>
    {
        await log.SweepAsync(letters: true);
        limit = Math.Clamp(limit, 1, MaxPageFrames);
        var letters = await ReadLettersAsync(after, limit, MaxPageBytes);
        var hasMore = letters.Count > 0 && (await ReadLettersAsync(letters[^1].Seq, 1, 1)).Count > 0;
        return new DeadLetterPage(
            [.. letters.Select(letter => new DeadLetter(letter.Seq, letter.Reason.WireName(), letter.AtMs, letter.Json))], hasMore);
    });

    public async Task<DeadLetterRetry> RetryDeadLetterAsync(long seq)
    {
        while (_retrying.TryGetValue(seq, out var other)) await other;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _retrying.Add(seq, done.Task);
        try
        {
            return await RunAsync(log => RetryAsync(log, seq));
        }
        finally
        {
            _retrying.Remove(seq);
            done.SetResult();
        }
    }

    private async Task<DeadLetterRetry> RetryAsync(CommitPipeline log, long seq)
    {
        if ((await ReadLettersAsync(seq - 1, 1, 1)) is not [var letter] || letter.Seq != seq) return new DeadLetterRetry(false);
        if (letter.Reason == DeadLetterReason.HandlerFailed) return await RetryHandlerMessageAsync(log, letter);
        // It was for another user: it goes to that one once more, as a handler's message goes.
        if (letter.Reason == DeadLetterReason.Undeliverable)
            return await RetryAsWorkAsync(log, letter, UndeliverableLetters.Again(letter, _user, NowMs()));

        var (type, id, payload) = LetterMessage.Of(letter);
        // Put back it would tell of a version that is long over; the state has what it did.
        if (type == FrameTypes.StateUpdated)
            return new DeadLetterRetry(true, Refusal: new FrameError(ErrorCodes.BadRequest, "The message tells of a change of the state, which the state holds already; it can't be put back."));

        var change = new UserChange
        {
            Origin = new MessageOrigin(MessageOriginKind.DeadLetter, seq.ToString(CultureInfo.InvariantCulture)),
            ForgottenDeadLetters = { seq },
            Frames = { new NewFrame(type, id, payload) { Priority = letter.Priority } },
        };
        await log.PrepareAsync(1, letter.Json.Length);
        await log.LettersAsync();
        if (!log.HasDeadLetter(seq)) return new DeadLetterRetry(false);
        try
        {
            await log.Stage(change).Durable;
        }
        catch (QueueFullException)
        {
            return new DeadLetterRetry(true, Refusal: QueueFullException.Error);
        }

        return new DeadLetterRetry(true, change.Frames[0].Seq);
    }

    private ValueTask<IReadOnlyList<DeadLetterRecord>> ReadLettersAsync(long after, int maxRecords, int maxBytes) =>
        ReadInTimeAsync(token => store.ReadDeadLettersAsync(_user, after, maxRecords, maxBytes, token));
}

using Netra.Abstractions;
using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains;

/// <content>What clients send.</content>
internal sealed partial class UserGrain
{
    private Submitter _submitter = null!;
    private ForegroundHandlers _foreground = null!;

    public Task<SubmitResult> SubmitAsync(SubmitRequest request) => _submitter.SubmitAsync(request, _work.Stopping);

    /// <summary>
    /// Runs the handler of a dead letter once more. What succeeds is no dead letter any more, by the same commit; a handler in the background
    /// has it as work again, by one commit too.
    /// </summary>
    private async Task<DeadLetterRetry> RetryHandlerMessageAsync(CommitPipeline log, DeadLetterRecord letter)
    {
        var (type, id, payload) = LetterMessage.Of(letter);
        var message = new InboundMessage(type, id, payload, NowMs());
        if (!_workServices.Handlers.TryFind(message.Type, out var handler)) return RetryRefused("Nothing handles messages of this type now.");
        if (handler.InBackground)
            return await RetryAsWorkAsync(log, letter, new JobWork(MessageId.NewId(), message, Client: null, Connection: null, Failures: 0));

        await log.LettersAsync();
        return await RetryInForegroundAsync(log, letter, new HandlerRun(handler, message, null, DeduplicationSpace.Outbox, $"letter:{letter.Seq}")
        {
            // It was not accepted when it failed. From now on it is; if its sender has sent it again meanwhile, it has run.
            Id = new DeduplicationKey(DeduplicationSpace.Client, id),
        });
    }

    private async Task<DeadLetterRetry> RetryInForegroundAsync(CommitPipeline log, DeadLetterRecord letter, HandlerRun run)
    {
        var result = await _foreground.HandleAsync(run, Forget, time.GetTimestamp(), _workServices.HandlerOptions.MaxWait, _work.Stopping);
        return result switch
        {
            { Status: TryStatus.Gone } => new DeadLetterRetry(Found: false),
            { Status: TryStatus.Done } done => new DeadLetterRetry(Found: true, done.FirstSeq),
            { Status: TryStatus.Duplicate } duplicate => await ForgetAsync(log, letter, duplicate.FirstSeq),
            { Status: TryStatus.Rejected } rejected => new DeadLetterRetry(Found: true, Refusal: rejected.Error),
            { Status: TryStatus.Failed } => new DeadLetterRetry(Found: true, Refusal: HandlerFailures.Error),
            _ => new DeadLetterRetry(Found: true, Refusal: QueueFullException.Error),
        };

        bool Forget(UserChange change)
        {
            // Whether the letter is still there is known of this log alone.
            if (_log != log) throw new UserUnavailableException("The user's log was changed by another server; the dead letter was not tried again.");
            change.ForgottenDeadLetters.Add(letter.Seq);
            return log.HasDeadLetter(letter.Seq);
        }
    }

    /// <summary>The message of a dead letter was accepted when it was sent again: nothing is left to be done for it.</summary>
    private static async Task<DeadLetterRetry> ForgetAsync(CommitPipeline log, DeadLetterRecord letter, long? seq)
    {
        await log.LettersAsync();
        if (!log.HasDeadLetter(letter.Seq)) return new DeadLetterRetry(Found: false);
        await log.Stage(new UserChange { ForgottenDeadLetters = { letter.Seq } }).Durable;
        return new DeadLetterRetry(Found: true, seq);
    }

    private async Task<DeadLetterRetry> RetryAsWorkAsync(CommitPipeline log, DeadLetterRecord letter, UserWorkBody work)
    {
        await log.LettersAsync();
        if (!log.HasDeadLetter(letter.Seq)) return new DeadLetterRetry(Found: false);
        var change = new UserChange();
        change.ForgottenDeadLetters.Add(letter.Seq);
        change.Work.Add(new NewWork(WorkFormat.Write(work)));
        if (!_ledger.HasRoomFor(change.Work)) return new DeadLetterRetry(Found: true, Refusal: QueueFullException.Error);
        await _ledger.Stage(log, change).Durable;
        return new DeadLetterRetry(Found: true);
    }

    private static DeadLetterRetry RetryRefused(string why) => new(Found: true, Refusal: new FrameError(ErrorCodes.HandlerFailed, why));
}

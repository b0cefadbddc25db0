namespace Netra.Grains;

/// <summary>An id that was accepted.</summary>
/// <param name="Seq">The seq that it is answered with; null without one.</param>
/// <param name="Durable">Completes when the acceptance is durable; fails when it failed, and then nothing was accepted.</param>
internal sealed record AcceptedId(long? Seq, Task Durable)
{
    /// <summary>
    /// Waits until the acceptance is durable, and the log has what it was answered with: one that was read from storage may be another activation's, or of a
    /// commit that nobody knew the end of, and the user's connections have not had its frame.
    /// </summary>
    /// <param name="log">The log that knows the id.</param>
    /// <exception cref="CommitConflictException">The log is behind storage.</exception>
    /// <exception cref="AcceptanceLostException">It failed: look anew.</exception>
    public async Task WaitAsync(CommitPipeline log)
    {
        try
        {
            await Durable;
        }
        catch (Exception exception)
        {
            throw new AcceptanceLostException(exception);
        }

        await log.FenceAsync(Seq ?? 0);
    }
}

namespace Netra.Grains;

/// <summary>An id that was accepted.</summary>
/// <param name="Seq">The seq that it is answered with; null without one.</param>
/// <param name="Durable">Completes when the acceptance is durable; fails when it failed, and then nothing was accepted.</param>
internal sealed record AcceptedId(long? Seq, Task Durable)
{
    /// <summary>Waits until the acceptance is durable.</summary>
    /// <exception cref="AcceptanceLostException">It failed: look anew.</exception>
    public async Task WaitAsync()
    {
        try
        {
            await Durable;
        }
        catch (Exception exception)
        {
            throw new AcceptanceLostException(exception);
        }
    }
}

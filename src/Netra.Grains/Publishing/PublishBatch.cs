using Microsoft.Extensions.Logging;
using Netra.Abstractions;

namespace Netra.Grains;

/// <summary>A batch across users on its way through their grains.</summary>
internal sealed class PublishBatch(UserPublish[] items, ILogger logger)
{
    private static readonly Action<object> Run = state =>
    {
        var place = (Place)state;
        _ = place.Batch.PublishAsync(place.Index, place.Grain);
    };

    // Whoever answers last is in the turn of a grain; the caller's goes on elsewhere.
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PublishResult?[] _answers = new PublishResult?[items.Length];

    /// <summary>Answers that are awaited, and one for as long as users are being asked.</summary>
    private int _awaited = 1;

    /// <summary>Publishes to those who are here.</summary>
    public async Task<PublishResult?[]> RunAsync(LocalUsers users, TimeSpan patience, TimeProvider time)
    {
        for (var i = 0; i < items.Length; i++)
        {
            if (!users.TryFind(items[i].User, out var grain)) continue;
            // Stands there while an answer is awaited, and stays where a fault comes instead.
            _answers[i] = PublishResult.Unconfirmed;
            Interlocked.Increment(ref _awaited);
            grain.GrainContext.Scheduler.QueueAction(Run, new Place(this, i, grain));
        }

        Answered();
        try
        {
            await _answered.Task.WaitAsync(patience, time);
            return _answers;
        }
        catch (TimeoutException)
        {
            // A copy: late answers may still come while this is being sent.
            return (PublishResult?[])_answers.Clone();
        }
    }

    /// <summary>In a turn of the grain. Never throws.</summary>
    private async Task PublishAsync(int index, UserGrain grain)
    {
        if (!grain.TryEnter())
        {
            _answers[index] = null;
            Answered();
            return;
        }

        try
        {
            _answers[index] = await grain.PublishAsync(items[index].Request);
        }
        catch (UserUnavailableException exception)
        {
            _answers[index] = PublishResult.Unavailable(exception.Message);
        }
        catch (Exception exception)
        {
            GrainsLog.PublishFailed(logger, exception);
        }

        grain.Leave();
        Answered();
    }

    private void Answered()
    {
        if (Interlocked.Decrement(ref _awaited) == 0) _answered.SetResult();
    }

    private sealed record Place(PublishBatch Batch, int Index, UserGrain Grain);
}

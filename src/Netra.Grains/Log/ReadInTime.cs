using Netra.Storage;

namespace Netra.Grains;

/// <summary>Bounds reads of the log in time.</summary>
internal static class ReadInTime
{
    /// <exception cref="StorageUnavailableException">Storage did not answer in time, or not at all.</exception>
    public static async ValueTask<T> RunAsync<T>(Func<CancellationToken, ValueTask<T>> read, TimeSpan limit, TimeProvider time)
    {
        using var timeout = new CancellationTokenSource(limit, time);
        try
        {
            return await read(timeout.Token);
        }
        catch (OperationCanceledException exception)
        {
            throw new StorageUnavailableException("The user's log was not read in time.", exception);
        }
    }
}

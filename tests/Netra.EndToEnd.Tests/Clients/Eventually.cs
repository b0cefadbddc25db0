namespace Netra.EndToEnd.Tests;

/// <summary>Waits for what the protocol answers nothing to, such as an acknowledgement, by asking until it is so.</summary>
internal static class Eventually
{
    public static async Task IsAsync<T>(T expected, Func<Task<T>> actual)
    {
        using var patience = new CancellationTokenSource(Patience.Short);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            var value = await actual();
            if (EqualityComparer<T>.Default.Equals(expected, value)) return;
            try
            {
                await timer.WaitForNextTickAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Equal(expected, value);
            }
        }
    }
}

using System.Text.Json;

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

    /// <summary>The same with the answers of an API whose cluster may be without one of its processes: a 503 is no answer yet.</summary>
    public static Task AnswersAsync<T>(T expected, Func<Task<ApiAnswer>> ask, Func<JsonElement, T> read) where T : notnull => IsAsync((200, expected), async () =>
    {
        var answer = await ask();
        return answer.Status == 503 ? (503, default!) : (200, read(answer.AssertOk()));
    });
}

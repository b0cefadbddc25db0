namespace Netra.Client.Tests;

public sealed class ListenersTests
{
    [Fact]
    public async Task HandleAsync_ReadersThatHaveEnded_WaitsForAnother()
    {
        using var over = new CancellationTokenSource();
        var deserted = 0;
        var listeners = new Listeners((_, exception) => Assert.Fail(exception.Message), () => deserted++);
        listeners.AddReader(CancellationToken.None);
        listeners.EndReaders(null);
        try
        {
            // A loop without an end would not even return.
            var handling = await Task.Run(() => Task.FromResult(listeners.HandleAsync(ModelLog.Frame("""{"type":"note","seq":1,"timestamp":1}"""), over.Token))).InTime();
            Assert.False(handling.IsCompleted);
            await using var messages = listeners.AddReader(CancellationToken.None).GetAsyncEnumerator();
            Assert.True(await messages.MoveNextAsync().AsTask().InTime());

            Assert.Equal(1, messages.Current.Seq);
            Assert.Equal(1, deserted);
        }
        finally
        {
            await over.CancelAsync();
        }
    }
}

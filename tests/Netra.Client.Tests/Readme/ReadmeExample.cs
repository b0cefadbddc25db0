namespace Netra.Client.Tests;

/// <summary>The example of the package's README, as it stands there.</summary>
internal static class ReadmeExample
{
    public static async Task RunAsync(string address, Func<CancellationToken, ValueTask<string?>> FetchTokenAsync, ExampleConsole Console)
    {
        // <example>
        await using var client = new NetraClient(new NetraClientOptions
        {
            Url = new Uri(address), // wss://example.com/ws
            Token = (request, cancellation) => FetchTokenAsync(cancellation),
        });
        client.On<ChatMessage>("chat_message", message => Console.WriteLine($"{message.Seq} {message.Payload.Content}"));
        await client.ConnectAsync();
        await client.SendAsync("chat_message", new ChatMessage("hi"));
        Console.ReadLine();
        // </example>
    }

    private sealed record ChatMessage(string Content);
}

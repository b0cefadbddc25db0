using Microsoft.Extensions.DependencyInjection;

namespace Netra.Client.Publishing.Tests;

/// <summary>The examples of the README, line by line: what stands between the marks is there as it is here, but for the server's address.</summary>
internal static class ReadmeExamples
{
    public static async Task FirstAsync(Func<string, string> atTheTestsHost)
    {
        // <first>
        var services = new ServiceCollection();
        services.AddNetraPublisher(options =>
        {
            options.Url = new Uri(atTheTestsHost("http://localhost:5080"));
            options.ApiKey = "dev-key";
        });
        await using var provider = services.BuildServiceProvider();
        var netra = provider.GetRequiredService<NetraPublisher>();

        // It is on durable storage when this returns. The same id again is the same message: nothing is stored twice.
        var published = await netra.PublishAsync("alice", new PublishMessage("order_shipped", NetraJson.From(new { order = 7 })) { Id = "order-7-shipped" });
        Console.WriteLine($"{published.Id} has the seq {published.Seq}");
        // </first>
    }

    public static async Task ManyAsync(NetraPublisher netra, IEnumerable<ReadmeOrder> orders)
    {
        // <many>
        // Any number of messages to any number of users, in calls as large as the server takes. Each user's messages keep their order.
        await netra.PublishManyAsync(orders.Select(order => new UserMessage(order.User, new PublishMessage("order_shipped", NetraJson.From(order)))));

        // All or nothing, to one user.
        await netra.PublishBatchAsync("alice", [new PublishMessage("tick"), new PublishMessage("tock")]);
        // </many>
    }

    public static async Task QueueAsync(NetraPublisher netra)
    {
        // <queue>
        await using var queue = new PublishQueue(netra, new PublishQueueOptions { BatchMessages = 500, MaxAge = TimeSpan.FromMilliseconds(5) });

        // The call waits for room, the task for durable storage.
        Task<Published> stored = await queue.EnqueueAsync("alice", new PublishMessage("tick"));
        await stored;
        // </queue>
    }

    public static async Task UserAsync(NetraPublisher netra)
    {
        // <user>
        var user = await netra.GetUserAsync("alice");
        Console.WriteLine($"{user.Connections.Count} connections, {user.Unread} unread");

        await foreach (var message in netra.GetMessagesAsync("alice", after: 0)) Console.WriteLine($"{message.Seq} {message.Type} {message.Payload}");

        // Every tab shows it. With ifVersion a change that is meant for another version is refused.
        var state = await netra.MergeStateAsync("alice", NetraJson.From(new { theme = "dark" }));
        await netra.PatchStateAsync("alice", NetraJson.Parse("""[{"op":"replace","path":"/theme","value":"light"}]"""), ifVersion: state.Version);

        await foreach (var letter in netra.GetDeadLettersAsync("alice")) await netra.RetryDeadLetterAsync("alice", letter.Seq);

        await netra.DisconnectAsync("alice", "signed out");
        await netra.RevokeTokensAsync("alice");
        // </user>
    }
}

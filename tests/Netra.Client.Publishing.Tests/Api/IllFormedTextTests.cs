namespace Netra.Client.Publishing.Tests;

/// <summary>Half of a surrogate pair has no UTF-8. Written as U+FFFD it would be another id, another type or another text.</summary>
public sealed class IllFormedTextTests
{
    private const string Half = "a\ud800";

    [Fact]
    public async Task Publish_IllFormedText_IsAnArgumentExceptionAndNothingIsSent()
    {
        using var server = new FixedServer("{}");
        var publisher = server.Publisher();

        await AssertThrowsAsync(() => publisher.PublishAsync(Half, new PublishMessage("note")));
        await AssertThrowsAsync(() => publisher.PublishAsync("u", new PublishMessage(Half)));
        await AssertThrowsAsync(() => publisher.PublishAsync("u", new PublishMessage("note") { Id = Half }));
        await AssertThrowsAsync(() => publisher.PublishBatchAsync("u", [new PublishMessage("note") { Id = "\udc00b" }]));
        await AssertThrowsAsync(() => publisher.PublishManyAsync([new UserMessage("u", new PublishMessage("note") { Id = Half })]));
        await AssertThrowsAsync(() => publisher.RevokeTokenAsync("u", Half));
        await AssertThrowsAsync(() => publisher.DisconnectConnectionAsync("u", Half));

        Assert.Equal(0, server.Calls);
    }

    [Fact]
    public void Parse_IllFormedText_IsAnArgumentException()
    {
        var error = Assert.Throws<ArgumentException>(() => NetraJson.Parse($$"""{"a":"{{Half}}"}"""));

        Assert.Contains("character 7 is half of a surrogate pair", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_EscapedHalf_GoesAsItWasWritten() => Assert.Equal("""{"a":"\ud800"}""", NetraJson.Parse("""{"a":"\ud800"}""").ToString());

    private static async Task AssertThrowsAsync(Func<Task> call) => await Assert.ThrowsAnyAsync<ArgumentException>(call);
}

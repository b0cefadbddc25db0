namespace Netra.Client.Publishing.Tests;

/// <summary>A status of success with a body that says nothing of what was asked is no success.</summary>
public sealed class InvalidAnswerTests
{
    private static readonly PublishMessage A = new("note") { Id = "a" };
    private static readonly PublishMessage B = new("note") { Id = "b" };

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("""{"id":"a"}""")]
    [InlineData("""{"id":"a","seq":null}""")]
    [InlineData("""{"id":"a","seq":0}""")]
    [InlineData("""{"id":"a","seq":-1}""")]
    [InlineData("""{"seq":1}""")]
    [InlineData("""{"id":"","seq":1}""")]
    [InlineData("""{"id":"b","seq":1}""")]
    [InlineData("""{"id":"a","seq":1,"error":{"code":"internal","message":"-"}}""")]
    public Task PublishAsync_AnswerWithoutAPlace_IsAnError(string answer) => AssertInvalidAsync(answer, publisher => publisher.PublishAsync("u", A));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"messages":null}""")]
    [InlineData("""{"messages":[]}""")]
    [InlineData("""{"messages":[{"id":"a","seq":1}]}""")]
    [InlineData("""{"messages":[{"id":"a","seq":1},{"id":"b","seq":2},{"id":"c","seq":3}]}""")]
    [InlineData("""{"messages":[{"id":"a","seq":1},null]}""")]
    [InlineData("""{"messages":[{"id":"a","seq":1},{}]}""")]
    [InlineData("""{"messages":[{"id":"b","seq":1},{"id":"a","seq":2}]}""")]
    [InlineData("""{"messages":[{"id":"a","seq":1},{"error":{}}]}""")]
    public async Task PublishBatchAsync_AnswerWithoutPlaces_IsAnError(string answer)
    {
        await AssertInvalidAsync(answer, publisher => publisher.PublishBatchAsync("u", [A, B]));
        await AssertInvalidAsync(answer, async publisher =>
        {
            var failure = await Assert.ThrowsAsync<NetraPublishException>(() => publisher.PublishManyAsync([new("u", A), new("v", B)]));
            Assert.All(failure.Results, result => Assert.NotNull(result.Error));
            throw failure.InnerException!;
        });
    }

    [Fact]
    public async Task Calls_AnswersThatLackMembers_AreErrors()
    {
        await AssertInvalidAsync("{}", publisher => publisher.RetryDeadLetterAsync("u", 1));
        await AssertInvalidAsync("{}", publisher => publisher.RevokeTokensAsync("u"));
        await AssertInvalidAsync("{}", publisher => publisher.GetStateAsync("u"));
        await AssertInvalidAsync("{}", publisher => publisher.CreateTicketAsync("u"));
        await AssertInvalidAsync("{}", async publisher => await publisher.GetMessagesAsync("u").ToListAsync());
        await AssertInvalidAsync("""{"dead_letters":null,"has_more":false}""", async publisher => await publisher.GetDeadLettersAsync("u").ToListAsync());
    }

    [Fact]
    public async Task PublishAsync_NoSeqWhereThereIsNone_IsTaken()
    {
        using var server = new FixedServer("""{"id":"made","seq":null}""");
        using var again = new FixedServer("""{"id":"a","seq":null,"duplicate":true}""");

        Assert.Equal(new Published("made", null, false), await server.Publisher().PublishAsync("u", new PublishMessage("typing") { IsDurable = false }));
        Assert.Equal(new Published("a", null, true), await again.Publisher().PublishAsync("u", A));
    }

    private static async Task AssertInvalidAsync(string answer, Func<NetraPublisher, Task> call)
    {
        using var server = new FixedServer(answer);

        var error = await Assert.ThrowsAsync<NetraApiException>(() => call(server.Publisher()));

        Assert.Equal((200, null, false, 1), ((int)error.StatusCode, error.Code, error.IsTransient, server.Calls));
        Assert.StartsWith("The server's answer is invalid", error.Detail, StringComparison.Ordinal);
    }
}

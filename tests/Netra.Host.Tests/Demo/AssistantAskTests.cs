using System.Text;
using CsCheck;
using Netra.Abstractions;

namespace Netra.Host.Tests;

public sealed class AssistantAskTests
{
    [Theory]
    [InlineData("{}", "The 'question' is missing.")]
    [InlineData("""{"question":null}""", "The 'question' is missing.")]
    [InlineData("""{"question":7}""", "The 'question' must be a string.")]
    [InlineData("""{"question":"\ud800"}""", "The 'question' must be a string.")]
    [InlineData("""{"question":""}""", "The 'question' is empty.")]
    [InlineData("""{"question":" \t\n"}""", "The 'question' is empty.")]
    public void Read_QuestionThatIsNone_IsRejectedWithTheField(string payload, string message)
    {
        var rejected = Assert.Throws<MessageRejectedException>(() => Read(payload));

        Assert.Equal(("invalid_payload", message, "question"), (rejected.Error.Code.Name, rejected.Error.Message, rejected.Error.Details?.Field));
    }

    [Fact]
    public void Read_QuestionAtTheLimit_IsTakenAndOneBeyondItIsNot()
    {
        Assert.Equal(2_000, Read($$"""{"question":"{{new string('x', 2_000)}}"}""").Question.Length);

        var rejected = Assert.Throws<MessageRejectedException>(() => Read($$"""{"question":"{{new string('x', 2_001)}}"}"""));
        Assert.Contains("2001 characters; at most 2000", rejected.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MessageWithoutAnId_MakesTheSameRunOfTheSameMessage()
    {
        const string Payload = """{"question":"why?"}""";

        Assert.Equal(Read(Payload, id: null), Read(Payload, id: null));
        Assert.NotEqual(Read(Payload, id: null).RunId, Read("""{"question":"how?"}""", id: null).RunId);
    }

    [Fact]
    public void Answer_ToAnyQuestion_IsTheSameEveryTimeAndWithinItsBounds() => Gen.String[1, AssistantAsk.MaxLength].Sample(question =>
    {
        var ask = new AssistantAsk("run", question, 1);
        var answer = AssistantAnswer.To(ask);

        Assert.Equal(answer.Chunks, AssistantAnswer.To(ask).Chunks);
        Assert.InRange(answer.Chunks.Count, AssistantAnswer.MinChunks, AssistantAnswer.MaxChunks);
        Assert.Equal(answer.Chunks.Count, answer.Pauses.Count);
        Assert.All(answer.Pauses, pause => Assert.InRange(pause.TotalMilliseconds, 50, 150));
        Assert.All(answer.Chunks, chunk => Assert.InRange(chunk.Length, 1, 400));
        Assert.EndsWith(".", answer.Chunks[^1], StringComparison.Ordinal);
    });

    [Fact]
    public void Answer_ToAQuestion_IsAboutItsWords()
    {
        var answer = string.Concat(AssistantAnswer.To(new AssistantAsk("run", "How should I deploy Orleans to Kubernetes?", 1)).Chunks);

        Assert.Contains("“deploy Orleans Kubernetes”", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("  ", answer, StringComparison.Ordinal);
    }

    private static AssistantAsk Read(string payload, string? id = "m-1") =>
        AssistantAsk.Read(new InboundMessage(AssistantHandler.MessageType, id, Encoding.UTF8.GetBytes(payload), 5));
}

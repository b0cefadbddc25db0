using System.Security.Cryptography;
using System.Text;
using Netra.Abstractions;

namespace Netra.Host;

/// <summary>A question and the run that answers it. The same message makes the same run again, which is what lets it go on after a crash.</summary>
/// <param name="RunId">The message's id, or one made of the message when it has none.</param>
/// <param name="Question">1 to <see cref="MaxLength"/> UTF-16 code units, without white space around it.</param>
/// <param name="AskedAtMs">When it was accepted, Unix milliseconds.</param>
internal sealed record AssistantAsk(string RunId, string Question, long AskedAtMs)
{
    public const int MaxLength = 2_000;

    /// <exception cref="MessageRejectedException">The question is missing, empty, too long or no text.</exception>
    public static AssistantAsk Read(InboundMessage message)
    {
        var payload = new AssistantPayload(message.Payload);
        if (!payload.Has("question")) throw Wrong("The 'question' is missing.");
        var question = payload.Text("question")?.Trim() ?? throw Wrong("The 'question' must be a string.");
        if (question.Length == 0) throw Wrong("The 'question' is empty.");
        if (question.Length > MaxLength) throw Wrong($"The 'question' has {question.Length} characters; at most {MaxLength} were expected.");
        return new AssistantAsk(message.Id ?? MadeUp(message, question), question, message.ReceivedAtMs);
    }

    private static string MadeUp(InboundMessage message, string question)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(question));
        return $"run-{message.ReceivedAtMs}-{Convert.ToHexStringLower(hash.AsSpan(0, 4))}";
    }

    private static MessageRejectedException Wrong(string what) => new(what, "question");
}

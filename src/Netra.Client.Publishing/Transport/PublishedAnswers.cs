using System.Net;
using Netra.Protocol;

namespace Netra.Client.Publishing;

/// <summary>Tells answers to published messages that can be believed from others: a 200 alone says nothing of a message.</summary>
internal static class PublishedAnswers
{
    /// <summary>Checks that each message has an answer of its own.</summary>
    /// <param name="messages">What was sent.</param>
    /// <param name="answers">What came back.</param>
    /// <param name="mayFail">Whether an answer may be an error.</param>
    /// <exception cref="NetraApiException">It has not. Whether the messages were stored is not known.</exception>
    public static void Check(IReadOnlyList<PendingMessage> messages, IReadOnlyList<PublishedAnswer?> answers, bool mayFail)
    {
        if (answers.Count != messages.Count) throw Invalid($"{messages.Count} messages were sent, and {answers.Count} are answered.");
        for (var i = 0; i < answers.Count; i++)
        {
            if (FaultOf(messages[i], answers[i], mayFail) is { } fault) throw Invalid($"of the message {i + 1} of {messages.Count} it {fault}.");
        }
    }

    private static string? FaultOf(PendingMessage message, PublishedAnswer? answer, bool mayFail)
    {
        if (answer is null) return "says nothing";
        if (answer.Error is not null) return mayFail ? null : "says an error with a status of success";
        if (answer.Id is null || !MessageId.IsValid(answer.Id)) return "says no id";
        if (message.Id is not null && message.Id != answer.Id) return "says another id than was sent";
        // The first message with this id may have been one without a place in the log.
        if (answer.Seq is null) return message.IsDurable && !answer.Duplicate ? "says no seq" : null;
        return answer.Seq < 1 ? "says a seq below 1" : null;
    }

    private static NetraApiException Invalid(string why) =>
        new(HttpStatusCode.OK, null, $"The server's answer is invalid: {why} Whether what was sent is stored is not known.");
}

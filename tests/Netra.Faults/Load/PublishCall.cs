using System.Text.Json.Nodes;

namespace Netra.Faults;

/// <summary>Publishes messages by one call, again and again until each has an answer.</summary>
internal sealed class PublishCall(LoadContext context, Random random)
{
    private const int MaxAttempts = 60;

    /// <summary>One caller of so many does not ask again when the outcome is open.</summary>
    private const int GivesUpOneOf = 12;

    /// <param name="messages">The messages; unless it goes across users, all to the same one.</param>
    /// <param name="isAcross">By the call for several users, in which each message has an answer of its own.</param>
    public async Task PublishAsync(IReadOnlyList<OutgoingMessage> messages, bool isAcross)
    {
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            var gateway = context.Gateways.Next(random);
            var sentAtMs = context.History.NowMs;
            var answer = await SendAsync(gateway, messages, isAcross);
            var answers = messages.Select((message, index) => Record(message, AnswerOf(answer, messages.Count, index, isAcross), sentAtMs, attempt, gateway)).ToList();
            if (answer.Status == 0) context.Gateways.Suspect(gateway);
            messages = [.. messages.Where((_, index) => answers[index].Outcome != Outcome.Accepted)];
            var isOpen = answers.Any(one => one.Outcome == Outcome.Unknown);
            if (messages.Count == 0 || !answers.Any(IsTemporary) || (isOpen && random.Next(GivesUpOneOf) == 0)) return;
            await Task.Delay(random.Next(50, 400));
        }
    }

    private static bool IsTemporary(MessageAttempt attempt) => attempt.Outcome == Outcome.Unknown || attempt.Status is 429 or 503;

    private Task<ApiAnswer> SendAsync(HostProcess gateway, IReadOnlyList<OutgoingMessage> messages, bool isAcross)
    {
        if (messages.Count == 1 && !isAcross)
            return context.Api.CallAsync(gateway, HttpMethod.Post, $"/users/{messages[0].User}/messages", messages[0].ToJson(withUser: false));
        var body = new JsonObject { ["messages"] = new JsonArray([.. messages.Select(message => message.ToJson(isAcross))]) };
        return context.Api.CallAsync(gateway, HttpMethod.Post, isAcross ? "/messages" : $"/users/{messages[0].User}/messages", body);
    }

    /// <summary>What the answer of a call says of one of its messages.</summary>
    private static ApiAnswer AnswerOf(ApiAnswer answer, int count, int index, bool isAcross)
    {
        if (answer.Status != 200 || (count == 1 && !isAcross)) return answer;
        var own = answer.Body?["messages"]?[index];
        if (own?["error"] is not { } error) return answer with { Body = own };
        // As if it had been the answer of a call of its own.
        return new ApiAnswer((string?)error["code"] is "unavailable" or "draining" ? 503 : 400, error.DeepClone());
    }

    private MessageAttempt Record(OutgoingMessage message, ApiAnswer answer, long sentAtMs, int attempt, HostProcess gateway)
    {
        var recorded = new MessageAttempt
        {
            AtMs = context.History.NowMs,
            SentAtMs = sentAtMs,
            User = message.User,
            Id = message.Id,
            Type = message.Type,
            Payload = message.Payload,
            IsDurable = message.IsDurable,
            TtlMs = message.TtlMs,
            Priority = message.Priority,
            Attempt = attempt,
            Gateway = gateway.Name,
            Outcome = answer.Outcome,
            Status = answer.Status,
            Code = answer.Code,
            Seq = answer.Outcome == Outcome.Accepted ? (long?)answer.Body?["seq"] : null,
            IsDuplicate = answer.Outcome == Outcome.Accepted && (bool?)answer.Body?["duplicate"] == true,
        };
        context.History.Add(recorded);
        if (recorded.Seq is { } seq) context.Accepted.Note(message.User, seq);
        return recorded;
    }
}

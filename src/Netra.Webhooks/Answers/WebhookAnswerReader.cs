using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Webhooks;

/// <summary>Reads the body of a 2xx: nothing, or <c>{"messages":[…],"state":{…}}</c>, both optional. Unknown members are ignored.</summary>
internal static class WebhookAnswerReader
{
    private static readonly SearchValues<byte> WhiteSpace = SearchValues.Create(" \t\r\n"u8);

    private static readonly StateChangeKind[] Kinds = [StateChangeKind.Patch, StateChangeKind.Ops, StateChangeKind.Updates];

    /// <exception cref="WebhookFailedException">The answer is not as specified; says what is wrong and where.</exception>
    public static WebhookAnswer Read(ReadOnlyMemory<byte> utf8) => utf8.Span.ContainsAnyExcept(WhiteSpace)
        ? AnswerJson.ReadObject(utf8, answer => new WebhookAnswer(ReadMessages(answer), ReadState(answer)))
        : WebhookAnswer.Empty;

    private static List<PublishItem> ReadMessages(JsonElement answer)
    {
        if (!answer.TryGet("messages", out var messages)) return [];
        if (messages.ValueKind != JsonValueKind.Array) throw AnswerJson.Fault("messages", "must be an array");
        if (messages.GetArrayLength() > PublishBodyParser.MaxMessages)
            throw AnswerJson.Fault("messages", $"must be at most {PublishBodyParser.MaxMessages}");
        return [.. messages.EnumerateArray().Select(ReadMessage)];
    }

    private static PublishItem ReadMessage(JsonElement message, int index)
    {
        var where = $"messages[{index}]";
        if (message.ValueKind != JsonValueKind.Object) throw AnswerJson.Fault(where, "is not a JSON object");

        var raw = JsonMarshal.GetRawUtf8Value(message);
        var (item, error) = message.TryGet("user_id", out _) ? ReadForAnyUser(raw) : ReadForOwnUser(raw);
        if (error is null) return item!.Value;
        throw AnswerJson.Fault(error.Details?.Field is { } field ? $"{where}.{field}" : where, $"is wrong ({error.Code}): {error.Message}");
    }

    /// <summary>Without the brackets, a member <c>messages</c> would make a batch of the message.</summary>
    private static PublishEntry ReadForOwnUser(ReadOnlySpan<byte> message) =>
        PublishBodyParser.TryParseForUser(InBatch(message), out var body, out var error) ? new PublishEntry(body.Items[0], null) : new PublishEntry(null, error);

    private static PublishEntry ReadForAnyUser(ReadOnlySpan<byte> message) =>
        PublishBodyParser.TryParseAcrossUsers(InBatch(message), out var entries, out var error) ? entries[0] : new PublishEntry(null, error);

    private static byte[] InBatch(ReadOnlySpan<byte> message) => [.. """{"messages":["""u8, .. message, .. "]}"u8];

    private static StateChange? ReadState(JsonElement answer)
    {
        if (!answer.TryGet("state", out var state)) return null;
        if (state.ValueKind != JsonValueKind.Object) throw AnswerJson.Fault("state", "is not a JSON object");

        var kinds = Kinds.Where(kind => state.TryGet(kind.WireName(), out _)).ToList();
        if (kinds.Count != 1) throw AnswerJson.Fault("state", $"must have one of patch, ops and updates; it has {kinds.Count}");

        var change = state.GetProperty(kinds[0].WireName());
        var expected = kinds[0] == StateChangeKind.Ops ? JsonValueKind.Array : JsonValueKind.Object;
        if (change.ValueKind != expected) throw AnswerJson.Fault($"state.{kinds[0].WireName()}", $"must be an {(expected == JsonValueKind.Array ? "array" : "object")}");
        return new StateChange(kinds[0], JsonMarshal.GetRawUtf8Value(change).ToArray(), ReadVersion(state));
    }

    private static long? ReadVersion(JsonElement state)
    {
        if (!state.TryGet("version", out var version)) return null;
        if (version.ValueKind == JsonValueKind.Number && version.TryGetInt64(out var number) && number >= 0) return number;
        throw AnswerJson.Fault("state.version", "must be an integer from 0");
    }
}

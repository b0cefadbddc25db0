using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Netra.Protocol;

/// <summary>Reads the bodies of publishing calls (protocol section 7). Throws for no input. Of members that come twice the last counts.</summary>
public static class PublishBodyParser
{
    /// <summary>The most messages of one batch.</summary>
    public const int MaxMessages = 1000;

    /// <summary>About what a message takes of a body, for the first guess of how many there are.</summary>
    private const int TypicalMessageBytes = 256;

    /// <summary>
    /// Reads the body of a publish to one user: one message, or <c>{"messages":[…]}</c> with 1 to 1,000; the member <c>messages</c> decides.
    /// The first message that is wrong fails the whole body, with its place in <c>details.index</c>.
    /// </summary>
    /// <param name="utf8">The body. The payloads may be slices of it.</param>
    /// <param name="body">The messages in order.</param>
    /// <param name="error">What was wrong, and what was expected.</param>
    public static bool TryParseForUser(
        ReadOnlyMemory<byte> utf8, [NotNullWhen(true)] out PublishBody? body, [NotNullWhen(false)] out FrameError? error)
    {
        body = null;
        error = JsonFaults.BeforeReading(utf8.Span);
        if (error is not null) return false;

        try
        {
            error = ReadObject(utf8.Span, out var members) ?? ReadForUser(utf8, members, out body);
        }
        catch (JsonException)
        {
            error = JsonFaults.Syntax(utf8.Span);
        }

        return error is null;
    }

    /// <summary>
    /// Reads the body of a publish across users: <c>{"messages":[{"user_id":…,…}]}</c> with 1 to 1,000. A message that is wrong fails alone.
    /// </summary>
    /// <param name="utf8">The body. The payloads may be slices of it.</param>
    /// <param name="entries">A message or an error for each place of the batch.</param>
    /// <param name="error">What was wrong with the body as a whole, and what was expected.</param>
    public static bool TryParseAcrossUsers(
        ReadOnlyMemory<byte> utf8,
        [NotNullWhen(true)] out IReadOnlyList<PublishEntry>? entries,
        [NotNullWhen(false)] out FrameError? error)
    {
        entries = null;
        error = JsonFaults.BeforeReading(utf8.Span);
        if (error is not null) return false;

        try
        {
            error = ReadObject(utf8.Span, out var members) ?? ReadBatch(utf8, members.Messages, namesUsers: true, out entries);
        }
        catch (JsonException)
        {
            error = JsonFaults.Syntax(utf8.Span);
        }

        return error is null;
    }

    private static FrameError? ReadObject(ReadOnlySpan<byte> utf8, out PublishMembers members)
    {
        members = default;
        var cursor = new JsonCursor(utf8);
        var isObject = cursor.Token == JsonTokenType.StartObject;
        if (isObject) members = PublishMembers.Read(ref cursor);
        else cursor.TakeValue();
        cursor.ExpectEnd();
        return isObject ? null : NotAnObject();
    }

    private static FrameError? ReadForUser(ReadOnlyMemory<byte> utf8, scoped in PublishMembers members, out PublishBody? body)
    {
        body = null;
        if (members.Messages.Kind == default)
        {
            var error = PublishItemReader.Read(utf8, 0, members, namesUser: false, out var item);
            if (error is null) body = new PublishBody(IsBatch: false, [item]);
            return error;
        }

        var batchError = ReadBatch(utf8, members.Messages, namesUsers: false, out var entries);
        if (batchError is not null) return batchError;

        for (var i = 0; i < entries!.Count; i++)
        {
            if (entries[i].Error is { } error) return error with { Details = (error.Details ?? new FrameErrorDetails()) with { Index = i } };
        }

        body = new PublishBody(IsBatch: true, [.. entries.Select(entry => entry.Item!.Value)]);
        return null;
    }

    private static FrameError? ReadBatch(
        ReadOnlyMemory<byte> utf8, JsonSlice messages, bool namesUsers, out IReadOnlyList<PublishEntry>? entries)
    {
        entries = null;
        if (messages.Kind != JsonTokenType.StartArray) return InvalidBatch();

        var read = new List<PublishEntry>(Math.Min(MaxMessages, 1 + (messages.Raw.Length / TypicalMessageBytes)));
        var cursor = new JsonCursor(messages.Raw);
        while (cursor.NextElement(out var element))
        {
            if (read.Count == MaxMessages) return InvalidBatch();
            read.Add(ReadEntry(utf8, messages.Offset + element.Offset, element, namesUsers));
        }

        entries = read;
        return read.Count == 0 ? InvalidBatch() : null;
    }

    private static PublishEntry ReadEntry(ReadOnlyMemory<byte> utf8, int offset, JsonSlice element, bool namesUser)
    {
        if (element.Kind != JsonTokenType.StartObject) return new PublishEntry(null, NotAnObject());

        var cursor = new JsonCursor(element.Raw);
        var members = PublishMembers.Read(ref cursor);
        var error = PublishItemReader.Read(utf8, offset, members, namesUser, out var item);
        return error is null ? new PublishEntry(item, null) : new PublishEntry(null, error);
    }

    private static FrameError NotAnObject() => new(ErrorCodes.NotAnObject, "The message is not a JSON object; one was expected.");

    private static FrameError InvalidBatch() => MessageMembers.Wrong(
        ErrorCodes.BadRequest, "messages", $"The 'messages' must be an array of 1 to {MaxMessages} messages.");
}

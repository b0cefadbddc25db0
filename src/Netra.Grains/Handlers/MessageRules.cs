using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Grains;

/// <summary>What a message of a handler must be. Messages of others are checked where they come in.</summary>
internal static class MessageRules
{
    /// <summary>A payload stands one level down in its frame, which has 64 at most.</summary>
    private const int MaxPayloadDepth = 63;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="ArgumentException">It is none that may be published; the message says why.</exception>
    public static void Check(NewMessage message, int maxBytes)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message.Type is null || !FrameTypes.IsValid(message.Type) || !IsWellFormed(message.Type))
            throw new ArgumentException($"A type has 1 to {FrameTypes.MaxLength} characters.", nameof(message));
        if (FrameTypes.IsReserved(message.Type))
            throw new ArgumentException($"The type '{message.Type}' is reserved for the protocol's own frames.", nameof(message));
        if (message.Id is { } id && (!MessageId.IsValid(id) || !IsWellFormed(id)))
            throw new ArgumentException($"An id has 1 to {MessageId.MaxLength} characters.", nameof(message));
        if (!Enum.IsDefined(message.Priority)) throw new ArgumentException("There is no such priority.", nameof(message));
        if (message.TtlMs < 1) throw new ArgumentException("A time to live is 1 ms or more.", nameof(message));
        if (message.Payload.Length > maxBytes)
            throw new ArgumentException($"The payload has {message.Payload.Length} bytes; at most {maxBytes} may be published.", nameof(message));
        if (!IsObject(message.Payload.Span)) throw new ArgumentException("The payload is no JSON object in UTF-8.", nameof(message));
    }

    /// <exception cref="ArgumentException">The change is none; the message says why.</exception>
    public static void Check(StateChange change, int maxBytes)
    {
        ArgumentNullException.ThrowIfNull(change);
        if (!Enum.IsDefined(change.Kind)) throw new ArgumentException("There is no such kind of change.", nameof(change));
        if (change.Json.Length > maxBytes)
            throw new ArgumentException($"The change has {change.Json.Length} bytes; it may have {maxBytes}.", nameof(change));
    }

    private static bool IsObject(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8)) return false;
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxPayloadDepth });
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
            while (reader.Read())
            {
                // To the end: all of it must be JSON.
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool IsWellFormed(string text)
    {
        try
        {
            Strict.GetByteCount(text);
            return true;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }
}

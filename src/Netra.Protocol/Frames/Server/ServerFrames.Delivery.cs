using System.Text.Json;

namespace Netra.Protocol;

/// <content>What is made of durable frames (protocol sections 3 and 5).</content>
public static partial class ServerFrames
{
    private static readonly byte[] ExpeditedMember = ",\"expedited\":true"u8.ToArray();

    /// <summary>The payload of a <c>state_updated</c>, a durable frame: <c>{"version":8,"patch":{…}}</c>, the change as it was sent.</summary>
    /// <param name="version">The version that the change made.</param>
    /// <param name="kind">Which member carries it.</param>
    /// <param name="change">The change's JSON.</param>
    public static byte[] StateUpdatedPayload(long version, StateChangeKind kind, ReadOnlySpan<byte> change)
    {
        using var buffer = new MemoryStream(change.Length + 48);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("version"u8, version);
            json.WritePropertyName(kind.WireName());
            json.WriteRawValue(change, skipInputValidation: true);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    /// <summary>A durable frame as it is sent ahead of its turn: with <c>"expedited":true</c> before its payload.</summary>
    /// <param name="frame">A whole frame that <see cref="Durable"/> made.</param>
    public static byte[] Expedited(ReadOnlySpan<byte> frame)
    {
        var place = EndOfTimestamp(frame);
        var expedited = new byte[frame.Length + ExpeditedMember.Length];
        frame[..place].CopyTo(expedited);
        ExpeditedMember.CopyTo(expedited.AsSpan(place));
        frame[place..].CopyTo(expedited.AsSpan(place + ExpeditedMember.Length));
        return expedited;
    }

    private static int EndOfTimestamp(ReadOnlySpan<byte> frame)
    {
        var reader = new Utf8JsonReader(frame);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1 || !reader.ValueTextEquals("timestamp"u8)) continue;
            reader.Read();
            return (int)reader.BytesConsumed;
        }

        throw new ArgumentException("This is no durable frame: it has no timestamp.", nameof(frame));
    }
}

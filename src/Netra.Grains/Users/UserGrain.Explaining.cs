using System.Text.Json;
using Netra.Abstractions;
using Netra.Storage;

namespace Netra.Grains;

/// <content>What became of a message, from what is stored.</content>
internal sealed partial class UserGrain
{
    public Task<MessageFacts> ExplainAsync(long seq) => RunAsync(async log =>
    {
        // As for whoever reads the dead letters: what has reached its end, or is above a limit, is taken first.
        await log.SweepAsync(letters: true);
        // Who names a seq above the head may have it from another activation.
        if (seq > log.Durable.HeadSeq) await log.FenceAsync(seq);
        var head = log.Durable;
        var facts = new MessageFacts
        {
            Epoch = head.Epoch,
            HeadSeq = head.HeadSeq,
            Standing = StoredStanding.NotYet,
            Sessions = [.. _sessions.All.Select(PlaceOf)],
            Connections = [.. _connections.All.Where(connection => !connection.IsPending).Select(Describe)],
        };
        if (seq < 1 || seq > head.HeadSeq) return facts;
        var place = await ReadAsync(log, seq - 1, seq, 1, MaxPageBytes);
        facts = place is [var found] && found.Seq == seq ? WithPlace(facts, found) : facts with { Standing = StoredStanding.Fallen };
        // Storage may be ahead of the head that is reported: its count of letters says nothing here.
        if (facts.Standing == StoredStanding.Retained) return facts;
        return await ReadLettersAsync(seq - 1, 1, 1) is [var letter] && letter.Seq == seq ? WithLetter(facts, letter) : facts;
    });

    private MessageFacts WithPlace(MessageFacts facts, in StoredFrame place)
    {
        facts = facts with { AcceptedAtMs = place.TimestampMs, Hole = place.SkippedFor(NowMs()) };
        if (place.Hole is not null) return facts with { Standing = StoredStanding.Hole };
        var (id, type, _) = ReadHeader(place.Json);
        return facts with
        {
            Standing = facts.Hole is null ? StoredStanding.Retained : StoredStanding.Hole,
            Message = new MessageOutline(id, type, place.Priority, place.ExpiresAtMs == 0 ? null : place.ExpiresAtMs),
        };
    }

    private static MessageFacts WithLetter(MessageFacts facts, in DeadLetterRecord letter)
    {
        var (id, type, timestampMs) = ReadHeader(letter.Json);
        return facts with
        {
            Message = new MessageOutline(id, type, letter.Priority, null),
            AcceptedAtMs = facts.AcceptedAtMs ?? timestampMs,
            DeadLetterReason = letter.Reason.WireName(),
            DeadLetterAtMs = letter.AtMs,
        };
    }

    private static SessionPlace PlaceOf(Session session) =>
        new(session.ClientId, session.Record.StartSeq, session.Record.AckedSeq ?? 0, session.Record.LastSeenMs);

    /// <summary>What stands before the payload of a frame, which is not read.</summary>
    private static (string Id, string Type, long TimestampMs) ReadHeader(ReadOnlyMemory<byte> json)
    {
        try
        {
            var (id, type, timestampMs) = ("", "", 0L);
            var reader = new Utf8JsonReader(json.Span);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName && !reader.ValueTextEquals("payload"u8))
            {
                var (isId, isType, isTimestamp) = (reader.ValueTextEquals("id"u8), reader.ValueTextEquals("type"u8), reader.ValueTextEquals("timestamp"u8));
                reader.Read();
                if (isId) id = reader.GetString()!;
                else if (isType) type = reader.GetString()!;
                else if (isTimestamp) timestampMs = reader.GetInt64();
                else reader.Skip();
            }

            return (id, type, timestampMs);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw new StorageDamagedException("A stored message is none.", exception);
        }
    }
}

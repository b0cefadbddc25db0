namespace Netra.Model.Tests;

/// <content>Where connections begin, and which state they get (protocol sections 2.1 and 5).</content>
internal sealed partial class ModelUser
{
    public ModelPlace PlaceOf(long lastSeq, bool otherEpoch) => (lastSeq, otherEpoch) switch
    {
        (_, true) => Reset("epoch_changed"),
        _ when lastSeq > HeadSeq => Reset("ahead"),
        _ when lastSeq < FirstSeq - 1 => Reset("retention"),
        _ => new ModelPlace(lastSeq, Resumed: true),
    };

    /// <summary>The place of a client that says no <c>last_seq</c>.</summary>
    public ModelPlace PlaceOf(string? client, string start)
    {
        if (client is not null && Sessions.TryGetValue(client, out var session))
            return session.Position < FirstSeq - 1 ? Reset("retention") : new ModelPlace(session.Position);
        return new ModelPlace(start switch
        {
            "head" => HeadSeq,
            "oldest" => FirstSeq - 1,
            _ => Math.Max(FirstSeq - 1, HighestAcked),
        });
    }

    public void Connect(string client, bool isOwn, ModelPlace place)
    {
        Sessions.TryAdd(client, new ModelSession(place.Cursor, 0, isOwn));
        if (place.Resumed) Acknowledge(client, place.Cursor);
    }

    /// <summary>A session that nobody can name again, and that has acknowledged nothing, ends with its connection.</summary>
    public void Disconnect(string client)
    {
        if (Sessions.TryGetValue(client, out var session) && session is { IsOwn: false, AckedSeq: 0 }) Sessions.Remove(client);
    }

    /// <summary>The type of the frame with the state that comes before the replay, and its reason; null when none does.</summary>
    public (string Type, string? Reason)? StateFrame(ModelPlace place, long? held)
    {
        if (place.Reset is { } reset) return ("state_resync", reset);
        if (held is null) return ("state_snapshot", null);
        if (held == StateVersion) return null;
        var carried = Retained.Count(seq => seq > place.Cursor && Frames[seq].StateVersion > held);
        return held < StateVersion && carried == StateVersion - held ? null : ("state_resync", "reconnection");
    }

    private ModelPlace Reset(string reason) => new(FirstSeq - 1, Reset: reason);
}

using System.Text.Json.Nodes;

namespace Netra.Model.Tests;

/// <content>The rules of the order (protocol sections 2.3 and 3).</content>
internal sealed partial class ModelClient
{
    private readonly SortedSet<long> _ahead = [];
    private HashSet<long> _retainedAtStart = [];
    private long _cursor;
    private long _placeCursor;
    private long _startHead;
    private bool _mayExpedite;
    private bool _hasSkipped;

    /// <summary>Takes a <c>resume</c> frame's answer, and what follows it in the state's place.</summary>
    public async Task TakeResumedAsync(JsonObject answer, ModelPlace place, long head)
    {
        ExpectPlace((JsonObject)answer["payload"]!, place, "resumed:");
        ExpectReplay((JsonObject)answer["payload"]!, place, head, "resumed:");
        BeginOrder(place, mayExpedite: false);
        if (place.Reset is { } reset) TakeFirstState(await _socket!.NextAsync(), ("state_resync", reset));
    }

    private static void ExpectReplay(JsonObject payload, ModelPlace place, long head, string what)
    {
        ModelException.Expect(place.Cursor < head ? place.Cursor + 1 : null, payload["replay_from"]?.GetValue<long>(), $"{what} replay_from");
        ModelException.Expect(place.Cursor < head ? head : null, payload["replay_to"]?.GetValue<long>(), $"{what} replay_to");
    }

    private void BeginOrder(ModelPlace place, bool mayExpedite)
    {
        _cursor = _placeCursor = place.Cursor;
        LastSeq = place.Cursor;
        _startHead = model.HeadSeq;
        _mayExpedite = mayExpedite;
        _hasSkipped = false;
        _ahead.Clear();
        _retainedAtStart = [.. model.Retained];
    }

    /// <summary>The connection is known to be live: it has brought, or passed, all that there is.</summary>
    public void NoteLive()
    {
        if (_placeCursor < model.HeadSeq) HighestSent = model.HeadSeq;
    }

    private bool IsAtHead()
    {
        var at = _cursor;
        while (_ahead.Contains(at + 1)) at++;
        return at == model.HeadSeq;
    }

    /// <summary>Passes what was sent ahead, up to where something else is.</summary>
    private void PassAhead(long end)
    {
        var at = _cursor;
        while (at + 1 < end && _ahead.Contains(at + 1)) at++;
        if (at + 1 == end) _cursor = at;
    }

    private void Take(JsonObject frame)
    {
        var type = TypeOf(frame);
        var payload = frame["payload"] as JsonObject;
        var (isDurable, isState) = (frame["seq"] is not null, type is "state_snapshot" or "state_resync");
        var mayResync = _hasSkipped;
        // Answers to what the client sends may come in between.
        if (isDurable || isState || type == "skipped") _hasSkipped = type == "skipped";
        if (isDurable) TakeDurable(frame, payload!);
        else if (type == "skipped") TakeSkipped(payload!);
        else if (isState) TakeLateState(type, payload!, mayResync);
        else if (type == "connection_established") throw new ModelException("A second connection_established.");
    }

    private void TakeDurable(JsonObject frame, JsonObject payload)
    {
        var seq = frame["seq"]!.GetValue<long>();
        var what = $"Frame {seq} of client {SessionId}";
        ModelException.Require(model.Frames.TryGetValue(seq, out var known), $"{what} was never accepted: {frame}.");
        ModelException.Expect(known!.Type, TypeOf(frame), $"{what}: type");
        if (known.Id is not null) ModelException.Expect(known.Id, frame["id"]?.GetValue<string>(), $"{what}: id");
        ModelException.Expect(known.TimestampMs, frame["timestamp"]!.GetValue<long>(), $"{what}: timestamp");
        ModelException.Require(JsonNode.DeepEquals(JsonNode.Parse(known.Payload), payload), $"{what}: its payload is {payload}, not {known.Payload}.");
        ModelException.Require(seq > _startHead || _retainedAtStart.Contains(seq), $"{what} came though it was {model.Fates[seq]} before the connection began.");
        if (frame["expedited"]?.GetValue<bool>() == true)
        {
            ModelException.Require(_mayExpedite, $"{what} was sent ahead behind frames in their turn, or after a resume frame.");
            ModelException.Require(known.IsExpedited, $"{what} was sent ahead with priority {known.Priority}.");
            ModelException.Require(seq > _cursor && seq <= _startHead, $"{what} was sent ahead though it is no part of the replay.");
            ModelException.Require(_ahead.Count == 0 || seq > _ahead.Max, $"{what} was sent ahead behind {(_ahead.Count == 0 ? 0 : _ahead.Max)}.");
            _ahead.Add(seq);
            silo.Tally.Count("expedited");
            return;
        }

        ModelException.Require(!_ahead.Contains(seq), $"{what} came in its turn, and ahead of it.");
        EndAhead();
        PassAhead(seq);
        ModelException.Expect(_cursor + 1, seq, "The next seq");
        (_cursor, LastSeq) = (seq, seq);
        HighestSent = Math.Max(HighestSent, seq);
        silo.Tally.Count("frame");
        if (known.StateVersion > 0) TakeChange(known, payload);
    }

    private void TakeSkipped(JsonObject payload)
    {
        var (from, to) = (payload["from"]!.GetValue<long>(), payload["to"]!.GetValue<long>());
        var reason = payload["reason"]!.GetValue<string>();
        EndAhead();
        PassAhead(from);
        ModelException.Expect(_cursor + 1, from, "The next seq, skipped");
        ModelException.Require(to >= from && to <= model.HeadSeq, $"skipped from {from} to {to}, and the head is {model.HeadSeq}.");
        silo.Tally.Count($"skipped {reason}");
        var fate = reason switch
        {
            "expired" => Fate.Expired,
            "revoked" => Fate.Revoked,
            "overflow" => Fate.Fallen,
            _ => throw new ModelException($"skipped with the reason {reason}."),
        };
        for (var seq = from; seq <= to; seq++)
            ModelException.Require(model.Fates[seq].HasFlag(fate), $"{seq} was skipped as {reason}, and is {model.Fates[seq]}.");
        (_cursor, LastSeq) = (to, to);
        HighestSent = Math.Max(HighestSent, to);
    }

    /// <summary>The run ahead is over: all of it that is still there must have come.</summary>
    private void EndAhead()
    {
        if (!_mayExpedite) return;
        _mayExpedite = false;
        var missing = _retainedAtStart.Where(seq => seq > _cursor && seq <= _startHead && model.Frames[seq].IsExpedited && model.Fates[seq] == Fate.Retained)
            .Except(_ahead).Order().ToList();
        ModelException.Require(missing.Count == 0, $"The ordinary run of client {SessionId} began before [{string.Join(',', missing)}] came ahead.");
    }
}

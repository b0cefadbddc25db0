using System.Globalization;
using System.Text.Json;

namespace Netra.Protocol.Tests;

/// <summary>Payloads of control frames, as a frame brings them, against the framework's parser as the oracle. A failure names the seed that replays it.</summary>
public sealed class ControlPayloadFuzzTests
{
    [Fact]
    public void TryReadStateUpdate_RandomPayload_IsWhatTheOracleReads() => ForEach((payload, root) =>
    {
        var patch = JsonOracle.Last(root, "patch");
        var ops = JsonOracle.Last(root, "ops");
        var field = SeqOf(root, "version") is null ? "version"
            : patch is null == ops is null ? (patch is null ? "patch" : "ops")
            : patch is { ValueKind: not JsonValueKind.Object } ? "patch"
            : ops is { ValueKind: not JsonValueKind.Array } ? "ops"
            : null;

        var read = ControlPayloads.TryReadStateUpdate(payload, out var update, out var error);

        AssertField(field, read, error);
        if (read) AssertUpdate(patch is null ? StateChangeKind.Ops : StateChangeKind.Patch, (patch ?? ops)!.Value, root, update);
    });

    [Fact]
    public void TryReadPartialStateUpdate_RandomPayload_IsWhatTheOracleReads() => ForEach((payload, root) =>
    {
        var updates = JsonOracle.Last(root, "updates");
        var field = SeqOf(root, "version") is null ? "version" : updates is { ValueKind: JsonValueKind.Object } ? null : "updates";

        var read = ControlPayloads.TryReadPartialStateUpdate(payload, out var update, out var error);

        AssertField(field, read, error);
        if (read) AssertUpdate(StateChangeKind.Updates, updates!.Value, root, update);
    });

    [Fact]
    public void TryReadAck_RandomPayload_IsWhatTheOracleReads() => ForEach((payload, root) =>
    {
        var expected = IntegerOf(root, "seq") is { } value and >= 0 ? value : (long?)null;

        var read = ControlPayloads.TryReadAck(payload, out var seq, out var error);

        AssertField(expected is null ? "seq" : null, read, error);
        if (read) Assert.Equal(expected, seq);
    });

    [Fact]
    public void TryReadResume_RandomPayload_IsWhatTheOracleReads() => ForEach((payload, root) =>
    {
        var lastSeq = SeqOf(root, "last_seq");
        var epoch = JsonOracle.Last(root, "epoch");
        var field = lastSeq is null ? "last_seq" : epoch is { ValueKind: not JsonValueKind.String } ? "epoch" : null;

        var read = ControlPayloads.TryReadResume(payload, out var position, out var error);

        AssertField(field, read, error);
        if (!read) return;
        Assert.Equal(lastSeq, position.Seq);
        var text = epoch is { } named ? JsonOracle.Text(named) : null;
        Assert.Equal(epoch is null ? null : Epoch.TryParse(text, out var known) ? known : Epoch.Foreign, position.Epoch);
    });

    [Fact]
    public void TryReadAuth_RandomPayload_IsWhatTheOracleReads() => ForEach((payload, root) =>
    {
        var expected = JsonOracle.Last(root, "token") is { ValueKind: JsonValueKind.String } named && JsonOracle.Text(named) is { Length: > 0 } text ? text : null;

        var read = ControlPayloads.TryReadAuth(payload, out var token, out var error);

        AssertField(expected is null ? "token" : null, read, error);
        Assert.Equal(expected ?? "", token);
    });

    [Fact]
    public void TryReadHistory_RandomPayload_IsWhatTheOracleReads() => ForEach((payload, root) =>
    {
        var (after, limit) = (JsonOracle.Last(root, "after"), JsonOracle.Last(root, "limit"));
        var field = after is not null && SeqOf(root, "after") is null ? "after"
            : limit is not null && IntegerOf(root, "limit") is not (>= 1 and <= 1_000) ? "limit"
            : null;

        var read = ControlPayloads.TryReadHistory(payload, out var readAfter, out var readLimit, out var error);

        AssertField(field, read, error);
        if (read) Assert.Equal((SeqOf(root, "after") ?? 0, IntegerOf(root, "limit") ?? 100), (readAfter, (long)readLimit));
    });

    [Fact]
    public void Next_ManyPayloads_AreOfEveryOutcome()
    {
        var outcomes = new HashSet<string>();
        ForEach((payload, root) =>
        {
            outcomes.Add(ControlPayloads.TryReadStateUpdate(payload, out var update, out var error) ? update.Kind.WireName() : error.Details!.Field!);
            outcomes.Add(ControlPayloads.TryReadPartialStateUpdate(payload, out update, out error) ? "paths" : error.Details!.Field!);
            outcomes.Add(ControlPayloads.TryReadAck(payload, out _, out _) ? "ack" : "no ack");
            outcomes.Add(ControlPayloads.TryReadResume(payload, out var position, out error) ? $"resume {position.Epoch is not null}" : error.Details!.Field!);
            outcomes.Add(ControlPayloads.TryReadAuth(payload, out _, out _) ? "auth" : "no auth");
            outcomes.Add(ControlPayloads.TryReadHistory(payload, out _, out _, out error) ? "history" : error.Details!.Field!);
        });

        Assert.Equal(
            [
                "ack", "after", "auth", "epoch", "history", "last_seq", "limit", "no ack", "no auth", "ops", "patch", "paths", "resume False", "resume True",
                "updates", "version",
            ],
            outcomes.Order(StringComparer.Ordinal));
    }

    private static long? IntegerOf(JsonElement root, string name) =>
        JsonOracle.Last(root, name) is { ValueKind: JsonValueKind.Number } number
        && long.TryParse(number.GetRawText(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;

    private static long? SeqOf(JsonElement root, string name) => IntegerOf(root, name) is { } value and >= 0 and < 1L << 53 ? value : null;

    private static void AssertField(string? expected, bool read, FrameError? error)
    {
        Assert.Equal(expected is null, read);
        Assert.Equal(expected, error?.Details?.Field);
        if (error is not null) Assert.Equal(ErrorCodes.InvalidPayload, error.Code);
    }

    private static void AssertUpdate(StateChangeKind kind, JsonElement json, JsonElement root, StateUpdate update)
    {
        Assert.Equal(kind, update.Kind);
        Assert.Equal(json.GetRawText(), FrameText.Text(update.Json));
        Assert.Equal(SeqOf(root, "version"), update.Version);
    }

    /// <summary>Payloads come in frames: what is no frame is none.</summary>
    private static void ForEach(Action<ReadOnlyMemory<byte>, JsonElement> check) => FuzzInputs.Payloads.Check(bytes =>
    {
        byte[] frame = [.. "{\"type\":\"x\",\"payload\":"u8, .. bytes, (byte)'}'];
        if (!ClientFrameParser.TryParse(frame, out var parsed, out _)) return;
        using var document = JsonDocument.Parse(parsed.Payload);
        check(parsed.Payload, document.RootElement);
    });
}

using System.Text;
using System.Text.Json;

namespace Netra.Protocol.Tests;

/// <summary>Random payloads against the framework's parser as the oracle. A failure names the seed that replays it.</summary>
public sealed class ControlPayloadFuzzTests
{
    private const int Rounds = 20_000;

    private static readonly string[] Names = ["version", "patch", "ops", "updates", "v\\u0065rsion", "other"];

    private static readonly string[] Values =
        ["0", "7", "-1", "1.5", "9007199254740991", "9007199254740992", "1e3", "null", "true", "\"7\"", "{}", "{\"a\":{\"version\":1}}", "[]", "[{\"op\":\"x\"}]", "[[]]"];

    [Fact]
    public void TryReadStateUpdate_RandomPayload_IsWhatTheOracleReads() => ForEach((payload, root) =>
    {
        var patch = JsonOracle.Last(root, "patch");
        var ops = JsonOracle.Last(root, "ops");
        var field = !IsVersion(root) ? "version"
            : patch is null == ops is null ? (patch is null ? "patch" : "ops")
            : patch is { ValueKind: not JsonValueKind.Object } ? "patch"
            : ops is { ValueKind: not JsonValueKind.Array } ? "ops"
            : null;

        var read = ControlPayloads.TryReadStateUpdate(payload, out var update, out var error);

        Assert.Equal(field, error?.Details?.Field);
        Assert.Equal(field is null, read);
        if (read) AssertUpdate(patch is null ? StateChangeKind.Ops : StateChangeKind.Patch, (patch ?? ops)!.Value, root, update);
    });

    [Fact]
    public void TryReadPartialStateUpdate_RandomPayload_IsWhatTheOracleReads() => ForEach((payload, root) =>
    {
        var updates = JsonOracle.Last(root, "updates");
        var field = !IsVersion(root) ? "version" : updates is { ValueKind: JsonValueKind.Object } ? null : "updates";

        var read = ControlPayloads.TryReadPartialStateUpdate(payload, out var update, out var error);

        Assert.Equal(field, error?.Details?.Field);
        Assert.Equal(field is null, read);
        if (read) AssertUpdate(StateChangeKind.Updates, updates!.Value, root, update);
    });

    [Fact]
    public void Next_ManyPayloads_AreOfEveryOutcome()
    {
        var outcomes = new HashSet<string?>();
        ForEach((payload, _) =>
        {
            outcomes.Add(ControlPayloads.TryReadStateUpdate(payload, out var update, out var error) ? update.Kind.WireName() : error.Details?.Field);
            outcomes.Add(ControlPayloads.TryReadPartialStateUpdate(payload, out update, out error) ? "paths" : error.Details?.Field);
        });

        Assert.Equal(["ops", "patch", "paths", "updates", "version"], outcomes.Order());
    }

    [Fact]
    public void TryRead_RandomText_IsNoStateBodyUnlessTheOracleSaysSo()
    {
        for (var seed = 0; seed < Rounds; seed++)
        {
            var utf8 = new FrameMutator(seed).Next();
            var read = StateChangeBody.TryRead(utf8, StateChangeKind.Patch, out var json, out var error);

            if (!read && error!.Code == ErrorCodes.InvalidJson && error.Message.Contains("nested", StringComparison.Ordinal)) continue;
            var isObject = JsonOracle.IsValid(utf8) && Encoding.UTF8.GetString(utf8).TrimStart()[0] == '{';
            Assert.True(read == isObject, $"Seed {seed}: {Encoding.UTF8.GetString(utf8)}");
            if (read) Assert.True(JsonOracle.IsValid(json.ToArray()), $"Seed {seed}");
        }
    }

    private static bool IsVersion(JsonElement root) =>
        JsonOracle.Last(root, "version") is { ValueKind: JsonValueKind.Number } version
        && version.GetRawText().All(char.IsAsciiDigit) && version.TryGetInt64(out var number) && number is >= 0 and <= ControlPayloads.MaxSafeInteger;

    private static void AssertUpdate(StateChangeKind kind, JsonElement json, JsonElement root, StateUpdate update)
    {
        Assert.Equal(kind, update.Kind);
        Assert.Equal(json.GetRawText(), FrameText.Text(update.Json));
        Assert.Equal(JsonOracle.Last(root, "version")!.Value.GetInt64(), update.Version);
    }

    private static void ForEach(Action<byte[], JsonElement> check)
    {
        for (var seed = 0; seed < Rounds; seed++)
        {
            var random = new Random(seed);
            var members = Enumerable.Range(0, random.Next(6))
                .Select(_ => $"\"{Names[random.Next(Names.Length)]}\":{Values[random.Next(Values.Length)]}");
            var payload = $"{{{string.Join(random.Next(4) == 0 ? " ,\n" : ",", members)}}}";
            using var document = JsonDocument.Parse(payload);
            try
            {
                check(Encoding.UTF8.GetBytes(payload), document.RootElement);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Seed {seed}: {payload}", exception);
            }
        }
    }
}

using System.Text.Json;

namespace Netra.Protocol.Tests;

public sealed class ControlPayloadVectorTests
{
    private static readonly VectorFile Vectors = VectorFile.Load("control-payloads.json");

    public static TheoryData<string> Names => Vectors.ToTheory();

    [Theory]
    [MemberData(nameof(Names))]
    public void TryRead_Vector_GivesItsResultOrError(string name)
    {
        var vector = Vectors[name];
        var payload = VectorFile.Utf8(vector, "payload");
        var hasResult = vector.TryGetProperty("result", out var result);
        var read = vector.GetProperty("kind").GetString() switch
        {
            "ack" => ReadAck(payload, result, out var error) ? null : error,
            "resume" => ReadResume(payload, result, out var error) ? null : error,
            "auth" => ReadAuth(payload, result, out var error) ? null : error,
            "history" => ReadHistory(payload, result, out var error) ? null : error,
            "state_update" => AssertUpdate(ControlPayloads.TryReadStateUpdate(payload, out var update, out var error), update, result) ? null : error,
            "partial_state_update" =>
                AssertUpdate(ControlPayloads.TryReadPartialStateUpdate(payload, out var update, out var error), update, result) ? null : error,
            var kind => throw new InvalidOperationException($"The vector has an unknown kind: {kind}"),
        };

        if (hasResult) Assert.Null(read);
        else VectorAssert.Error(vector.GetProperty("error"), read);
    }

    private static bool ReadAck(byte[] payload, JsonElement result, out FrameError? error)
    {
        if (!ControlPayloads.TryReadAck(payload, out var seq, out error)) return false;
        Assert.Equal(result.GetProperty("seq").GetInt64(), seq);
        return true;
    }

    private static bool ReadResume(byte[] payload, JsonElement result, out FrameError? error)
    {
        if (!ControlPayloads.TryReadResume(payload, out var position, out error)) return false;
        Assert.Equal(result.GetProperty("last_seq").GetInt64(), position.Seq);
        Assert.Equal(result.GetProperty("epoch").GetString(), position.Epoch?.Value);
        return true;
    }

    private static bool ReadAuth(byte[] payload, JsonElement result, out FrameError? error)
    {
        if (!ControlPayloads.TryReadAuth(payload, out var token, out error)) return false;
        Assert.Equal(result.GetProperty("token").GetString(), token);
        return true;
    }

    private static bool ReadHistory(byte[] payload, JsonElement result, out FrameError? error)
    {
        if (!ControlPayloads.TryReadHistory(payload, out var after, out var limit, out error)) return false;
        Assert.Equal(result.GetProperty("after").GetInt64(), after);
        Assert.Equal(result.GetProperty("limit").GetInt32(), limit);
        return true;
    }

    private static bool AssertUpdate(bool isRead, StateUpdate update, JsonElement result)
    {
        if (!isRead) return false;
        Assert.Equal(result.GetProperty("version").GetInt64(), update.Version);
        Assert.Equal(result.GetProperty("kind").GetString(), update.Kind.WireName());
        Assert.Equal(result.GetProperty("json").GetString(), FrameText.Text(update.Json));
        return true;
    }
}

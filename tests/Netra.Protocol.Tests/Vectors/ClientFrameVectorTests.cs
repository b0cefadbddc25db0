using System.Text.Json;

namespace Netra.Protocol.Tests;

public sealed class ClientFrameVectorTests
{
    private static readonly VectorFile Vectors = VectorFile.Load("client-frames.json");

    public static TheoryData<string> Names => Vectors.ToTheory();

    [Theory]
    [MemberData(nameof(Names))]
    public void TryParse_Vector_GivesItsFrameOrError(string name)
    {
        var vector = Vectors[name];

        var parsed = ClientFrameParser.TryParse(VectorFile.Utf8(vector, "input"), out var frame, out var error);

        Assert.Equal(vector.TryGetProperty("frame", out var expected), parsed);
        if (parsed) AssertFrame(expected, frame);
        else VectorAssert.Error(vector.GetProperty("error"), error);
    }

    private static void AssertFrame(JsonElement expected, ClientFrame actual)
    {
        Assert.Equal(expected.GetProperty("kind").GetString(), WireName(actual.Kind));
        Assert.Equal(expected.GetProperty("type").GetString(), actual.Type);
        Assert.Equal(expected.GetProperty("id").GetString(), actual.Id);
        VectorAssert.Payload(expected, actual.Payload);
    }

    private static string WireName(ClientFrameKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());
}

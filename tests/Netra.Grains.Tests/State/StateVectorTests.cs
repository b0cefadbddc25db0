using System.Text.Json;
using Netra.Protocol;

namespace Netra.Grains.Tests;

public sealed class StateVectorTests
{
    public static TheoryData<string> Names => StateVectors.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Apply_Vector_GivesItsResultOrError(string name)
    {
        var vector = StateVectors.Get(name);
        var kind = Enum.Parse<StateChangeKind>(vector.GetProperty("kind").GetString()!, ignoreCase: true);
        var (document, change) = (vector.GetProperty("document").GetString()!, vector.GetProperty("change").GetString()!);
        var limits = vector.TryGetProperty("max_bytes", out var bytes) ? StateTexts.Limits with { MaxBytes = bytes.GetInt32() } : StateTexts.Limits;
        if (vector.TryGetProperty("result", out var result))
        {
            Assert.Equal(result.GetString(), StateTexts.Apply(document, kind, change, limits));
            return;
        }

        var error = StateTexts.Refusal(document, kind, change, limits);
        var expected = vector.GetProperty("error");
        Assert.Equal(expected.GetProperty("code").GetString(), error.Code.Name);
        using var details = JsonDocument.Parse(Details(error));
        Assert.True(JsonElement.DeepEquals(expected.GetProperty("details"), details.RootElement), details.RootElement.GetRawText());
    }

    [Fact]
    public void Names_AllKinds_HaveResultsAndErrors()
    {
        var vectors = StateVectors.All;
        foreach (var kind in Enum.GetValues<StateChangeKind>())
        {
            var ofKind = vectors.Where(vector => vector.GetProperty("kind").GetString() == kind.WireName()).ToList();
            Assert.Contains(ofKind, vector => vector.TryGetProperty("result", out _));
            Assert.Contains(ofKind, vector => vector.TryGetProperty("error", out _));
        }
    }

    private static byte[] Details(FrameError error)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer)) (error.Details ?? new FrameErrorDetails()).WriteTo(writer);
        return buffer.ToArray();
    }
}

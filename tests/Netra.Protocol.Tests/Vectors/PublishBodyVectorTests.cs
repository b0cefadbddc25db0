using System.Text.Json;

namespace Netra.Protocol.Tests;

public sealed class PublishBodyVectorTests
{
    private static readonly VectorFile Vectors = VectorFile.Load("publish-bodies.json");

    public static TheoryData<string> Names => Vectors.ToTheory();

    [Theory]
    [MemberData(nameof(Names))]
    public void TryParse_Vector_GivesItsItemsOrError(string name)
    {
        var vector = Vectors[name];
        if (vector.GetProperty("call").GetString() == "user") AssertForUser(vector);
        else AssertAcrossUsers(vector);
    }

    private static void AssertForUser(JsonElement vector)
    {
        var parsed = PublishBodyParser.TryParseForUser(VectorFile.Utf8(vector, "body"), out var body, out var error);

        Assert.Equal(vector.TryGetProperty("items", out var items), parsed);
        if (!parsed)
        {
            VectorAssert.Error(vector.GetProperty("error"), error);
            return;
        }

        Assert.Equal(vector.GetProperty("batch").GetBoolean(), body!.IsBatch);
        Assert.Equal(items.GetArrayLength(), body.Items.Count);
        foreach (var (expected, actual) in items.EnumerateArray().Zip(body.Items)) AssertItem(expected, actual);
    }

    private static void AssertAcrossUsers(JsonElement vector)
    {
        var parsed = PublishBodyParser.TryParseAcrossUsers(VectorFile.Utf8(vector, "body"), out var entries, out var error);

        Assert.Equal(vector.TryGetProperty("items", out var items), parsed);
        if (!parsed)
        {
            VectorAssert.Error(vector.GetProperty("error"), error);
            return;
        }

        Assert.Equal(items.GetArrayLength(), entries!.Count);
        foreach (var (expected, actual) in items.EnumerateArray().Zip(entries)) AssertEntry(expected, actual);
    }

    private static void AssertEntry(JsonElement expected, PublishEntry actual)
    {
        if (expected.TryGetProperty("error", out var error))
        {
            Assert.Null(actual.Item);
            VectorAssert.Error(error, actual.Error);
        }
        else
        {
            Assert.Null(actual.Error);
            AssertItem(expected, actual.Item!.Value);
        }
    }

    private static void AssertItem(JsonElement expected, PublishItem actual)
    {
        Assert.Equal(expected.GetProperty("user_id").GetString(), actual.User?.Value);
        Assert.Equal(expected.GetProperty("type").GetString(), actual.Type);
        Assert.Equal(expected.GetProperty("id").GetString(), actual.Id);
        VectorAssert.Payload(expected, actual.Payload);
        Assert.Equal(expected.TryGetProperty("priority", out var priority) ? priority.GetString() : "normal", actual.Priority.WireName());
        Assert.Equal(expected.TryGetProperty("ttl_ms", out var ttlMs) ? ttlMs.GetInt64() : null, actual.TtlMs);
        Assert.Equal(!expected.TryGetProperty("durable", out var durable) || durable.GetBoolean(), actual.IsDurable);
    }
}

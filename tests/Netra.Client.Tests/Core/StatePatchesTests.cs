using System.Text.Json;
using System.Text.RegularExpressions;

namespace Netra.Client.Tests;

public sealed partial class StatePatchesTests
{
    /// <summary>What the server refuses never comes to a client, so only what it applied is compared.</summary>
    public static IEnumerable<TheoryDataRow<string>> Applied() =>
        ClientVectors.StateCases.Where(each => each.ContainsKey("result")).Select(each => new TheoryDataRow<string>((string)each["name"]!));

    [Theory]
    [MemberData(nameof(Applied))]
    public void TryApply_ChangeThatTheServerApplies_HasItsResult(string name)
    {
        var vector = ClientVectors.StateCases.Single(each => (string)each["name"]! == name);
        var document = JsonElement.Parse((string)vector["document"]!);

        Assert.True(StatePatches.TryApply(document, Change((string)vector["kind"]!, (string)vector["change"]!), out var changed));

        Assert.Equal(Canonical(JsonElement.Parse((string)vector["result"]!)), Canonical(changed));
        Assert.Equal((string)vector["document"]!, document.GetRawText());
    }

    [Theory]
    [InlineData("updates", """{"l.x":1}""")]
    [InlineData("updates", """{"a..b":1}""")]
    [InlineData("ops", """[{"op":"remove","path":"/none"}]""")]
    [InlineData("ops", """[{"op":"add","path":"/l/3","value":1}]""")]
    [InlineData("ops", """[{"op":"add","path":"/l/01","value":1}]""")]
    [InlineData("ops", """[{"op":"replace","path":"","value":[]}]""")]
    [InlineData("ops", """[{"op":"move","path":"/b"}]""")]
    [InlineData("ops", """[{"op":"add","path":"/b"}]""")]
    [InlineData("ops", """[{"op":"turn","path":"/b"}]""")]
    [InlineData("ops", """[7]""")]
    [InlineData("patch", """{"\ud800":1}""")]
    public void TryApply_ChangeThatDoesNotFit_IsFalse(string kind, string change) =>
        Assert.False(StatePatches.TryApply(JsonElement.Parse("""{"l":[1,2]}"""), Change(kind, change), out _));

    /// <summary>A text that is the same for equal values: members sorted, strings with nothing escaped but the halves of surrogate pairs, numbers as they are.</summary>
    private static string Canonical(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(',', value.EnumerateObject().Select(member => $"'{member.Name}':{Canonical(member.Value)}").Order(StringComparer.Ordinal))}}}",
        JsonValueKind.Array => $"[{string.Join(',', value.EnumerateArray().Select(Canonical))}]",
        JsonValueKind.String => $"'{JsonElement.Parse(HalfPair().Replace(value.GetRawText(), "half of a pair: $1$2")).GetString()}'",
        _ => value.GetRawText(),
    };

    // Alone, as the vectors have them.
    [GeneratedRegex(@"\\u(d[89ab]..)(?!\\ud[c-f])|(?<!\\ud[89ab]..)\\u(d[c-f]..)", RegexOptions.IgnoreCase)]
    private static partial Regex HalfPair();

    private static StateChange Change(string kind, string change) =>
        StateChange.From(new FrameMembers(JsonElement.Parse($$"""{"{{kind}}":{{change}}}""")))!;
}

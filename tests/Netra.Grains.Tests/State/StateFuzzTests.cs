using System.Text.Json;
using System.Text.Json.Nodes;
using Netra.Protocol;

namespace Netra.Grains.Tests;

/// <summary>Changes of the state made of the corpus and at random. A failure names the seed that replays it.</summary>
public sealed class StateFuzzTests
{
    /// <summary>Small, so that the limits are met.</summary>
    private static readonly StateLimits Limits = new(400, 20);

    [Fact]
    public void Apply_AnyBytes_IsRefusedOrGivesADocumentWithinTheLimits() => ForEach((input, document) =>
    {
        var before = StateTexts.Text(document);
        if (TryApply(document, input, Limits, out var changed, out var error))
        {
            var text = StateTexts.Text(changed);
            using var read = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = StateLimits.MaxDepth });
            Assert.Equal(JsonValueKind.Object, read.RootElement.ValueKind);
            Assert.InRange(changed.Bytes, 2, Limits.MaxBytes);
            // What is counted is what is there, and reading it again changes nothing: a name that came twice would.
            var again = StateTexts.Document(text);
            Assert.Equal((text, changed.Bytes, changed.Depth), (StateTexts.Text(again), again.Bytes, again.Depth));
        }
        else
        {
            Assert.Contains(error.Code.Name, (string[])["invalid_patch", "state_too_large"]);
            Assert.NotEmpty(error.Message);
            Assert.True(error.Code.Name == "state_too_large" || error.Details?.Field is not null, "A patch that is invalid has a position.");
            if (error.Details?.Index is { } index) Assert.InRange(index, 0, Limits.MaxOperations);
        }

        Assert.Equal(before, StateTexts.Text(document));
    });

    [Fact]
    public void Apply_AnyBytes_AgreesWithTheNaiveOne() => ForEach((input, document) =>
    {
        if (!StateFuzzOracle.TryApply(input, out var expected)) return;

        if (TryApply(document, input, StateLimits.None, out var changed, out var error))
        {
            Assert.True(expected is not null, "The naive one refuses it.");
            var text = StateTexts.Text(changed);
            Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(text)), $"It gave {text}, not {expected.ToJsonString()}");
        }
        else
        {
            Assert.True(expected is null || error.Message.Contains($"{StateLimits.MaxDepth} levels", StringComparison.Ordinal), error.Message);
        }
    });

    [Fact]
    public void Next_ManyInputs_AreOfEveryOutcome()
    {
        var outcomes = new HashSet<string>();
        ForEach((input, document) => outcomes.Add(
            $"{input.Kind} {(TryApply(document, input, Limits, out _, out var error) ? "changed" : error.Code.Name)}"));

        foreach (var kind in Enum.GetValues<StateChangeKind>())
            Assert.Superset(new HashSet<string> { $"{kind} changed", $"{kind} invalid_patch", $"{kind} state_too_large" }, outcomes);
    }

    private static bool TryApply(ObjectNode document, StateFuzzInput input, StateLimits limits, out ObjectNode changed, out FrameError error)
    {
        (changed, error) = (ObjectNode.Empty, null!);
        try
        {
            changed = StateChanger.Apply(document, input.Kind, input.Change, limits);
            return true;
        }
        catch (StateChangeRefusedException refused)
        {
            error = refused.Error;
            return false;
        }
    }

    /// <summary>Documents are the server's own, and so in order: what is none is left out.</summary>
    private static void ForEach(Action<StateFuzzInput, ObjectNode> check) => StateFuzzInput.Target.Check(bytes =>
    {
        if (!StateFuzzInput.TryRead(bytes, out var input)) return;
        StateNode document;
        try
        {
            document = StateNode.Of(CompactJson.Of(input.Document));
        }
        catch (JsonException)
        {
            return;
        }

        if (document is ObjectNode state) check(input, state);
    });
}

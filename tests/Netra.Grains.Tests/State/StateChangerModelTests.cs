using System.Text.Json.Nodes;
using CsCheck;

namespace Netra.Grains.Tests;

/// <summary>Random documents and runs of random changes, against the naive implementation.</summary>
public sealed class StateChangerModelTests
{
    [Fact]
    public void Apply_RandomChanges_AgreesWithTheNaiveOne()
    {
        var (accepted, refused) = (0, 0);
        Gen.Int.Sample(seed =>
        {
            var random = new RandomState(new Random(seed));
            var expected = random.Document();
            var document = StateTexts.Document(expected.ToJsonString());
            for (var step = 0; step < 20; step++)
            {
                var before = StateTexts.Text(document);
                var (kind, change) = random.Change(expected);
                if (NaiveState.Apply(expected, kind, change) is { } next)
                {
                    document = StateTexts.Apply(document, kind, change);
                    expected = next;
                    Interlocked.Increment(ref accepted);
                }
                else
                {
                    var error = Assert.Throws<StateChangeRefusedException>(() => StateTexts.Apply(document, kind, change)).Error;
                    Assert.Equal("invalid_patch", error.Code.Name);
                    Assert.Equal(before, StateTexts.Text(document));
                    Interlocked.Increment(ref refused);
                }

                var text = StateTexts.Text(document);
                Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(text)), $"{before} and {change} gave {text}, not {expected.ToJsonString()}");
                // The counted size and depth are those of the text.
                var read = StateTexts.Document(text);
                Assert.Equal((read.Bytes, read.Depth), (document.Bytes, document.Depth));
                Assert.Equal(text, StateTexts.Text(read));
            }
        }, iter: 3_000);
        Assert.True(accepted > 10_000 && refused > 3_000, $"{accepted} accepted and {refused} refused: the test tested little.");
    }
}

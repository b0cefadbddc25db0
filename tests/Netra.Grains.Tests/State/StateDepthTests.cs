namespace Netra.Grains.Tests;

/// <summary>A container knows its depth after a change without looking at the values that stayed.</summary>
public sealed class StateDepthTests
{
    private const int Values = 1_000;

    [Fact]
    public void Array_DeepestElementComesAndGoes_LooksAtNoOther()
    {
        var elements = Enumerable.Range(0, Values).Select(_ => new CountedNode(0)).ToList();
        var list = elements.Aggregate(Array(), (list, element) => list.Insert(0, element));
        Assert.Equal(1, list.Depth);
        var before = elements.Sum(element => element.Looks);
        for (var round = 0; round < 100; round++)
        {
            list = list.Insert(0, new CountedNode(3));
            Assert.Equal(4, list.Depth);
            list = list.Set(0, new CountedNode(1));
            Assert.Equal(2, list.Depth);
            list = list.RemoveAt(0);
            Assert.Equal(1, list.Depth);
        }

        Assert.Equal(before, elements.Sum(element => element.Looks));
    }

    [Fact]
    public void Object_DeepestMemberComesAndGoes_LooksAtNoOther()
    {
        var members = Enumerable.Range(0, Values).Select(_ => new CountedNode(0)).ToList();
        var holder = ObjectNode.Empty;
        for (var i = 0; i < Values; i++) holder = holder.Set($"n{i}", members[i]);
        Assert.Equal(1, holder.Depth);
        var before = members.Sum(member => member.Looks);
        for (var round = 0; round < 100; round++)
        {
            holder = holder.Set("deep", new CountedNode(3));
            Assert.Equal(4, holder.Depth);
            holder = holder.With([KeyValuePair.Create<string, StateNode?>("deep", new CountedNode(1))]);
            Assert.Equal(2, holder.Depth);
            holder = holder.Remove("deep");
            Assert.Equal(1, holder.Depth);
        }

        Assert.Equal(before, members.Sum(member => member.Looks));
    }

    [Theory]
    [InlineData("""{"a":[[{}],[],1],"b":{"c":{}}}""", 4)]
    [InlineData("""{"a":[1,"[[[["],"b":{}}""", 2)]
    [InlineData("{}", 1)]
    public void Depth_OfATextThatWasLookedInto_IsThatOfTheText(string text, int depth)
    {
        Assert.Equal(depth, StateTexts.Document(text).Depth);
        var opened = StateTexts.Document(text).Set("z", StateTexts.Document("{}")).Remove("z");
        Assert.Equal(depth, opened.Depth);
        foreach (var (_, value) in opened.All) Assert.Equal(StateTexts.Document($$"""{"v":{{StateTexts.Text(value)}}}""").Depth - 1, value.Depth);
    }

    [Fact]
    public void With_NothingOther_IsTheSameObject()
    {
        var document = StateTexts.Document("""{"a":{"b":1}}""");
        Assert.True(document.TryGet("a", out var present));
        Assert.Same(document, document.With([]));
        Assert.Same(document, document.With([KeyValuePair.Create<string, StateNode?>("missing", null), KeyValuePair.Create<string, StateNode?>("a", present)]));
    }

    private static ArrayNode Array() => (ArrayNode)StateNode.Of("[]"u8.ToArray());
}

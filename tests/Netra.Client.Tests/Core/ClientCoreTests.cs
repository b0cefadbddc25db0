using System.Text.Json.Nodes;

namespace Netra.Client.Tests;

public sealed class ClientCoreTests
{
    public static IEnumerable<TheoryDataRow<string, string>> Cases() =>
        ClientVectors.Files.SelectMany(file => ClientVectors.CasesOf(file).Select(each => new TheoryDataRow<string, string>(file, (string)each["name"]!)));

    [Fact]
    public void Vectors_AreAllThere() => Assert.True(Cases().Count() >= 140);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Handle_EventsOfAVector_GiveItsActions(string file, string name)
    {
        var vector = ClientVectors.CasesOf(file).Single(each => (string)each["name"]! == name);
        var draws = new Queue<double>(vector["random"]!.AsArray().Select(draw => (double)draw!));
        var core = new ClientCore(VectorJson.Options(vector["options"]!.AsObject()), draws.Dequeue);
        foreach (var step in vector["steps"]!.AsArray())
        {
            var actions = core.Handle(VectorJson.Event(step!["event"]!.AsObject()), (long)step["at"]!);
            var done = new JsonArray([.. actions.Select(ActionJson.Of)]);
            Assert.True(JsonNode.DeepEquals(step["actions"], done), $"{step["event"]!.ToJsonString()}\nexpected {step["actions"]!.ToJsonString()}\ndone     {done.ToJsonString()}");
        }

        Assert.Empty(draws);
    }
}

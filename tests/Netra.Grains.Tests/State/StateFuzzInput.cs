using System.Text;
using Netra.Protocol;

namespace Netra.Grains.Tests;

/// <summary>An input of the state's fuzz tests: a line that names the kind, a line with the document, and the change.</summary>
internal readonly record struct StateFuzzInput(StateChangeKind Kind, byte[] Document, byte[] Change)
{
    private const int Runs = 20_000;

    private static readonly string[] Words =
    [
        "{", "}", "[", "]", ",", ":", "\"", "null", "\"a\":", "\"a\":null", "\"\"", "/a", "/-", "/0", "~0", "~1", "~2", ".", "a.b", "\"b\":{}", "\"\\ud800\"",
        "{\"op\":\"add\",\"path\":\"/a\",\"value\":[]}", "{\"op\":\"remove\",\"path\":\"/a\"}", "{\"op\":\"copy\",\"from\":\"\",\"path\":\"/c\"}",
        "{\"op\":\"move\",\"from\":\"/a\",\"path\":\"/b\"}", "\"op\":\"test\"", "\"value\":1",
    ];

    /// <summary>The files, whose names end in the kind.</summary>
    private static readonly IReadOnlyList<StateFuzzInput> Corpus = [.. FuzzCorpus.Load("patches").Select(file => OfFile(file.Name, file.Bytes))];

    private static readonly FuzzMutator Mutator = new([.. Corpus.Select(input => input.Change)], Words);

    public static FuzzTarget Target { get; } = new(
        [.. FuzzCorpus.Load("patches").Zip(Corpus).Select(pair => (pair.First.Name, pair.Second.ToBytes()))], Runs, random => Next(random).ToBytes());

    /// <summary>Reads what <see cref="ToBytes"/> made; false for what it did not.</summary>
    public static bool TryRead(byte[] bytes, out StateFuzzInput input)
    {
        input = default;
        var first = Array.IndexOf(bytes, (byte)'\n');
        var second = first < 0 ? -1 : Array.IndexOf(bytes, (byte)'\n', first + 1);
        if (second < 0) return false;
        var name = Encoding.UTF8.GetString(bytes, 0, first);
        var kind = Enum.GetValues<StateChangeKind>().FirstOrDefault(kind => kind.WireName() == name);
        input = new StateFuzzInput(kind, bytes[(first + 1)..second], bytes[(second + 1)..]);
        return kind != 0;
    }

    private byte[] ToBytes() => [.. Encoding.UTF8.GetBytes(Kind.WireName()), (byte)'\n', .. Document, (byte)'\n', .. Change];

    private static StateFuzzInput Next(Random random)
    {
        var input = random.Next(3) == 0 ? OfRandomState(random) : Corpus[random.Next(Corpus.Count)];
        if (random.Next(6) == 0) input = input with { Kind = (StateChangeKind)random.Next(1, 4) };
        if (random.Next(6) == 0) input = input with { Document = Mutator.Mutate(input.Document, random) };
        return input with { Change = Mutator.Mutate(input.Change, random) };
    }

    private static StateFuzzInput OfRandomState(Random random)
    {
        var state = new RandomState(random);
        var document = state.Document();
        var (kind, change) = state.Change(document);
        return new StateFuzzInput(kind, Encoding.UTF8.GetBytes(document.ToJsonString()), Encoding.UTF8.GetBytes(change));
    }

    private static StateFuzzInput OfFile(string name, byte[] bytes)
    {
        var line = Array.IndexOf(bytes, (byte)'\n');
        var kind = Enum.GetValues<StateChangeKind>().First(kind => name.EndsWith($".{kind.WireName()}.txt", StringComparison.Ordinal));
        return new StateFuzzInput(kind, bytes[..line], bytes[(line + 1)..]);
    }
}

namespace Netra.Protocol.Tests;

/// <summary>The inputs of this project's fuzz tests.</summary>
internal static class FuzzInputs
{
    private const int Runs = 20_000;

    private static readonly string[] Words =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud83d", "\n", "\r\n", " ", "/*", "null", "true", "é", "😀", "\"type\":", "\"id\":", "\"payload\":", "\"seq\":",
        "\"last_seq\":", "\"epoch\":", "\"token\":", "\"after\":", "\"limit\":", "\"version\":", "\"patch\":{}", "\"ops\":[]", "\"updates\":{}", "\"ping\"", "\"ack\"",
        "\"messages\":[", "\"user_id\":\"alice\"", "\"ttl_ms\":1", "\"priority\":\"low\"", "\"durable\":false", "\"error\"", "{\"type\":\"note\"}",
    ];

    private static readonly IReadOnlyList<(string Name, byte[] Bytes)> Corpus = FuzzCorpus.Load("frames");

    private static readonly FuzzMutator Mutator = new([.. Corpus.Select(file => file.Bytes)], Words);

    /// <summary>Frames, nearly frames, published bodies: what comes as JSON from outside.</summary>
    public static FuzzTarget Frames { get; } = new(Corpus, Runs, random =>
    {
        var begin = random.Next(2) == 0 ? new FrameGenerator(random).Next() : Corpus[random.Next(Corpus.Count)].Bytes;
        return Mutator.Mutate(begin, random);
    });

    /// <summary>Payloads of control frames; not all of them JSON.</summary>
    public static FuzzTarget Payloads { get; } = new([], Runs, random => Mutator.Mutate(PayloadGenerator.Next(random), random));
}

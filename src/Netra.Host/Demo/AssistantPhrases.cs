namespace Netra.Host;

/// <summary>The sentences that answers are made of, by a method that fits most subjects.</summary>
internal static class AssistantPhrases
{
    private const int BodyLength = 6;

    private static readonly string[] Openings =
    [
        "The short answer on {0} is that it depends less on the tools than on what must stay true when something goes wrong, so let us begin there.",
        "There are two sides to {0}: what happens on a good day, which is easy, and what happens on a bad one, which decides the design.",
        "Most of what is written about {0} starts with the parts; it helps more to start with the promises, and to ask which of them you can keep.",
    ];

    private static readonly string[] Body =
    [
        "First, write down the one outcome that matters most to the people who will use it, in a sentence that a test could prove wrong.",
        "Then look at what you have already: a good part of {0} is usually solved somewhere near, under another name and with fewer moving parts.",
        "Keep the number of places where a decision is stored at one, for two copies that disagree cost more than any feature they made possible.",
        "Measure before you change anything, with the load that you expect next year rather than the one that you had last week.",
        "Make the failure visible early: a clear refusal today is kinder to everybody than a surprise that has travelled through four systems.",
        "Where time is involved, say which clock you mean, and what should happen when an answer comes twice, late, or not at all.",
        "Work in steps that are small enough to undo, and let each one leave {0} a little better understood than it was before.",
        "Ask somebody who was not there to follow the instructions; whatever they stumble over is the next thing worth repairing.",
    ];

    private static readonly string[] Closings =
    [
        "So for {0}: choose the simplest thing that keeps its promise through a crash, and spend what you saved on watching how it behaves.",
        "In one line: decide what must never be lost, make that durable first, and let everything else about {0} follow from it.",
        "That leaves a plan for {0} that fits on one page, which is a good sign: you can check every line of it before you build.",
    ];

    public static string Compose(string topic, ReadOnlySpan<byte> choices)
    {
        var sentences = new List<string>(BodyLength + 2) { Openings[choices[0] % Openings.Length] };
        var first = choices[1] % Body.Length;
        // Those left out differ, the order stays: the later sentences build on the earlier ones.
        var chosen = Enumerable.Range(0, BodyLength).Select(i => (first + i) % Body.Length).Order();
        sentences.AddRange(chosen.Select(i => Body[i]));
        sentences.Add(Closings[choices[2] % Closings.Length]);
        return string.Join(' ', sentences).Replace("{0}", topic, StringComparison.Ordinal);
    }

    public static IReadOnlyList<string> Notes(string topic) =>
        ["Reading the question", $"Looking at {topic} from both sides", "Putting the answer in order"];
}

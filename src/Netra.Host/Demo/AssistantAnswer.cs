using System.Security.Cryptography;
using System.Text;

namespace Netra.Host;

/// <summary>What the assistant says to a question: the same at every run, whichever process it runs in.</summary>
/// <param name="Notes">What it says to be thinking.</param>
/// <param name="Chunks">The answer in <see cref="MinChunks"/> to <see cref="MaxChunks"/> pieces, which together are its text.</param>
/// <param name="Pauses">The pause after each chunk, of 50 to 150 ms.</param>
internal sealed record AssistantAnswer(IReadOnlyList<string> Notes, IReadOnlyList<string> Chunks, IReadOnlyList<TimeSpan> Pauses)
{
    public const int MinChunks = 20;
    public const int MaxChunks = 60;

    private const int ShortestPauseMs = 50;
    private const int LongestPauseMs = 150;
    private const int WordsPerChunk = 4;

    public static AssistantAnswer To(AssistantAsk ask)
    {
        // A hash, for the sequence of a seeded Random is no promise between versions of .NET.
        var choices = SHA256.HashData(Encoding.UTF8.GetBytes($"{ask.RunId}\n{ask.Question}"));
        var topic = AssistantTopic.Of(ask.Question);
        var chunks = Split(AssistantPhrases.Compose(topic, choices));
        var pauses = chunks.Select((_, i) => TimeSpan.FromMilliseconds(
            ShortestPauseMs + (choices[i % choices.Length] * (LongestPauseMs - ShortestPauseMs) / byte.MaxValue)));
        return new AssistantAnswer(AssistantPhrases.Notes(topic), chunks, [.. pauses]);
    }

    private static List<string> Split(string text)
    {
        var words = text.Split(' ');
        var count = Math.Clamp(words.Length / WordsPerChunk, MinChunks, MaxChunks);
        var chunks = new List<string>(count);
        for (var i = 0; i < count; i++)
        {
            var from = i * words.Length / count;
            var to = (i + 1) * words.Length / count;
            chunks.Add(string.Join(' ', words[from..to]) + (i == count - 1 ? "" : " "));
        }

        return chunks;
    }
}

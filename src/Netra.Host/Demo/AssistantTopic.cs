using System.Collections.Frozen;

namespace Netra.Host;

/// <summary>Finds what a question is about, as far as that needs no understanding: its first few words that say something.</summary>
internal static class AssistantTopic
{
    private const int MaxWords = 4;
    private const int MaxWordLength = 30;

    private static readonly FrozenSet<string> Small = new[]
    {
        "about", "after", "again", "all", "also", "and", "any", "are", "because", "been", "before", "best", "between", "but", "can", "could",
        "did", "does", "doing", "explain", "for", "from", "give", "had", "has", "have", "her", "his", "how", "into", "its", "just", "know",
        "like", "make", "many", "may", "mean", "more", "most", "much", "must", "need", "not", "our", "out", "please", "shall", "should",
        "some", "such", "tell", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those", "use", "very",
        "want", "was", "way", "were", "what", "when", "where", "which", "while", "who", "why", "will", "with", "would", "you", "your",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static string Of(string question)
    {
        var words = question
            .Split([' ', '\t', '\r', '\n', ',', ';', ':', '.', '!', '?', '"', '(', ')'], StringSplitOptions.RemoveEmptyEntries)
            .Where(word => word.Length is > 2 and <= MaxWordLength && !Small.Contains(word))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Take(MaxWords);
        var topic = string.Join(' ', words);
        return topic.Length > 0 ? $"“{topic}”" : "this question";
    }
}

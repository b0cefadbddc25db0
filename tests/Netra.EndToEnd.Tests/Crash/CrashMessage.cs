namespace Netra.EndToEnd.Tests;

/// <summary>A message of the crash test: who sent it, as which, and what is in it.</summary>
/// <param name="Source">The publisher, one of a round. It sends one after the other, so its numbers rise along the seqs.</param>
/// <param name="Number">Its place among the publisher's.</param>
/// <param name="Text">Its content.</param>
public sealed record CrashMessage(string Source, int Number, string Text)
{
    public string Key => $"{Source}/{Number}";

    public string Payload => $$"""{"source":"{{Source}}","number":{{Number}},"text":"{{Text}}"}""";

    public static CrashMessage Of(Frame frame) => new(
        frame.Payload.GetProperty("source").GetString()!,
        frame.Payload.GetProperty("number").GetInt32(),
        frame.Payload.GetProperty("text").GetString()!);
}

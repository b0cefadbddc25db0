namespace Netra.Abstractions;

/// <summary>Dead letters by seq.</summary>
[GenerateSerializer, Alias("netra.dead_letter_page"), Immutable]
public sealed record DeadLetterPage([property: Id(0)] DeadLetter[] DeadLetters, [property: Id(1)] bool HasMore);

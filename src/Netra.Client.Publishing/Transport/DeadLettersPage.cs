namespace Netra.Client.Publishing;

/// <summary>Dead letters in seq order.</summary>
internal sealed record DeadLettersPage(IReadOnlyList<DeadLetter> DeadLetters, bool HasMore);

namespace Netra.Gateway;

/// <summary>Dead letters in seq order.</summary>
internal sealed record DeadLettersPageBody(IReadOnlyList<DeadLetterBody> DeadLetters, bool HasMore);

namespace Netra.Gateway;

/// <summary>Why a message is a dead letter (as the list of them says it), and since when, Unix milliseconds.</summary>
internal sealed record DeadLetterMarkBody(string Reason, long At);

namespace Netra.Tool;

/// <summary>What the command was given is wrong, and nothing was done; the message says what, and needs no stack trace.</summary>
internal sealed class UsageException(string message) : Exception(message);

namespace Netra.Tool;

/// <summary>The command can't go on; the message says what is lacking, and needs no stack trace.</summary>
internal sealed class ToolException(string message) : Exception(message);

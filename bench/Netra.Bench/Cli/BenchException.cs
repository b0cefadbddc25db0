namespace Netra.Bench;

/// <summary>The run can't go on; the message says what is lacking, and needs no stack trace.</summary>
internal sealed class BenchException(string message) : Exception(message);

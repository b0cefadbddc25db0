namespace Netra.Faults;

/// <summary>The run can't go on; the message says why, and needs no stack trace.</summary>
internal sealed class FaultsException(string message, Exception? inner = null) : Exception(message, inner);

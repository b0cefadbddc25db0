namespace Netra.Client;

/// <summary>A change of the state does not fit the document.</summary>
internal sealed class InapplicableChangeException() : Exception("The change does not fit the document.");

namespace Netra.Client;

/// <summary>Asks the application for a token.</summary>
/// <param name="Reason">Why.</param>
public readonly record struct TokenRequest(TokenReason Reason);

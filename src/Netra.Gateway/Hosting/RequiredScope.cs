namespace Netra.Gateway;

/// <summary>Marks a call that needs an API key with a scope.</summary>
internal sealed record RequiredScope(string Name);

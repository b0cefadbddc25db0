namespace Netra.Gateway;

/// <summary>
/// Who sent a message. The kind is <c>api_key</c> (the name is the key's), <c>application</c>, <c>client</c> (its session), <c>handler</c> (the type that it
/// handles), <c>outbox</c> (of this user) or <c>dead_letter</c> (that was put back; its seq). The name is null where there is none.
/// </summary>
internal sealed record SenderBody(string Kind, string? Name);

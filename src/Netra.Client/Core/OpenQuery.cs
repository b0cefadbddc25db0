namespace Netra.Client;

/// <summary>What an upgrade says (protocol section 1).</summary>
/// <param name="Token">The token, or a ticket.</param>
/// <param name="ClientId">The name of the session.</param>
/// <param name="Start">Where to begin; null where there is a position.</param>
/// <param name="LastSeq">The position; null where there is none.</param>
/// <param name="Epoch">The epoch of the position.</param>
/// <param name="StateVersion">The version of the document; null while it is unknown.</param>
internal sealed record OpenQuery(string Token, string ClientId, StartPosition? Start, long? LastSeq, string? Epoch, long? StateVersion);

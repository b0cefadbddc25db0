namespace Netra.Gateway;

/// <summary>Why a seq does not come any more: <c>expired</c>, <c>overflow</c> or <c>revoked</c>.</summary>
internal sealed record SkippedBody(string Reason);

namespace Netra.Gateway;

/// <summary>Why an upgrade is refused.</summary>
internal sealed record Refusal(ErrorCode Code, string Detail);

namespace Netra.Gateway;

/// <summary>A gateway that a message was offered to. A push that is lost is made up for from the log.</summary>
internal sealed record PushedBody(string Gateway, long At);

namespace Netra.Gateway;

/// <summary>Why one message of a batch across users was not published.</summary>
internal sealed record PublishErrorBody(string Code, string Message);

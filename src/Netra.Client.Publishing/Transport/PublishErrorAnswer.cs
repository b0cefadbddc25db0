namespace Netra.Client.Publishing;

/// <summary>Why one message of a batch was not published.</summary>
internal sealed record PublishErrorAnswer(string Code, string Message);

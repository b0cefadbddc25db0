namespace Netra.Client.Publishing;

/// <summary>A message with the user that it is for.</summary>
/// <param name="User">The user's id, 1 to 128 characters.</param>
/// <param name="Message">The message.</param>
public sealed record UserMessage(string User, PublishMessage Message);

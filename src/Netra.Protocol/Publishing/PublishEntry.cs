namespace Netra.Protocol;

/// <summary>One place of a batch across users: a message in order, or what is wrong with it. Exactly one of them is set.</summary>
/// <param name="Item">The message.</param>
/// <param name="Error">What was wrong, and what was expected.</param>
public readonly record struct PublishEntry(PublishItem? Item, FrameError? Error);

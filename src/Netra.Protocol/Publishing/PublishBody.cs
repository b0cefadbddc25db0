namespace Netra.Protocol;

/// <summary>The body of a publish to one user.</summary>
/// <param name="IsBatch">Whether it came as <c>{"messages":[…]}</c>, so that the answer has this shape too.</param>
/// <param name="Items">The messages in their order, at least one.</param>
public sealed record PublishBody(bool IsBatch, IReadOnlyList<PublishItem> Items);

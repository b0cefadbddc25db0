namespace Netra.Bench.Peers;

/// <summary>The body of <c>POST /api/v1/messages</c>.</summary>
internal sealed record PublishBody(IReadOnlyList<PublishMessage> Messages);

namespace Netra.Host;

/// <summary>Connections, those farthest behind first.</summary>
internal sealed record ConnectionsBody(IReadOnlyList<ConnectionBody> Connections, int Unanswered);

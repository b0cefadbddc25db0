using Netra.Abstractions;

namespace Netra.Host;

/// <summary>Connections of the whole cluster.</summary>
/// <param name="Found">Those that are farthest behind first.</param>
/// <param name="Unanswered">How many processes did not answer.</param>
internal sealed record FoundConnections(IReadOnlyList<(SiloAddress Gateway, ConnectionReport Connection)> Found, int Unanswered);

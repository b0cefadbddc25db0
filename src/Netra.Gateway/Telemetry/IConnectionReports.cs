using Netra.Abstractions;

namespace Netra.Gateway;

/// <summary>What there is in this gateway, connection by connection.</summary>
public interface IConnectionReports
{
    /// <summary>The connections that are farthest behind their log, those with most in their queue first among equals. All connections are looked at.</summary>
    /// <param name="kind">Which of them.</param>
    /// <param name="limit">How many at most.</param>
    IReadOnlyList<ConnectionReport> Find(ConnectionKind kind, int limit);
}

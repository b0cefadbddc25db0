namespace Netra.Bench;

/// <summary>One run of a workload.</summary>
/// <param name="Report">Where its figures go.</param>
/// <param name="Program">The server program that it measures.</param>
/// <param name="CancellationToken">Cancelled by Ctrl-C.</param>
internal sealed record RunContext(Report Report, NetraProgram Program, CancellationToken CancellationToken);

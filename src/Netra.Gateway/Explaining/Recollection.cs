using Netra.Abstractions;

namespace Netra.Gateway;

/// <summary>What one process told.</summary>
/// <param name="Process">The process.</param>
/// <param name="Memory">What it remembers; null when it did not answer.</param>
internal sealed record Recollection(SiloAddress Process, ProcessMemory? Memory);

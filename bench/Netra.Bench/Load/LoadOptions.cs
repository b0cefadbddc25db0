namespace Netra.Bench;

/// <summary>How a workload of load is measured.</summary>
/// <param name="Rounds">How often each setting is measured on each server.</param>
/// <param name="WarmUp">How long each server is driven before it is measured.</param>
/// <param name="Readers">Threads that read the clients' sockets of one server.</param>
internal sealed record LoadOptions(int Rounds, TimeSpan WarmUp, int Readers);

namespace Netra.Bench.Tests;

/// <summary>A workload that answers what it was made with, and notes what it was asked for.</summary>
internal sealed class MadeWorkload(IReadOnlyList<string> settings, IReadOnlyList<string> servers, Func<string, string, Outcome> outcomeOf, string name = Made.Workload) : IWorkload
{
    public string Name => name;

    public IReadOnlyList<string> Settings => settings;

    public IReadOnlyList<string> Servers => servers;

    public (IReadOnlyList<string> Settings, IReadOnlyList<string> Servers)? Asked { get; private set; }

    public Task<IReadOnlyList<Outcome>> RunAsync(RunContext run, IReadOnlyList<string> settings, IReadOnlyList<string> servers)
    {
        Asked = (settings, servers);
        return Task.FromResult<IReadOnlyList<Outcome>>([.. settings.SelectMany(setting => servers.Select(server => outcomeOf(setting, server)))]);
    }
}

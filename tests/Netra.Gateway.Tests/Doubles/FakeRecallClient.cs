using System.Collections.Concurrent;
using Netra.Abstractions;

namespace Netra.Gateway.Tests;

/// <summary>Processes that tell what the test lets them remember.</summary>
internal sealed class FakeRecallClient : IRecallClient
{
    private readonly ConcurrentDictionary<SiloAddress, Func<Task<ProcessMemory>>> _processes = new();

    public ConcurrentQueue<RecallRequest> Requests { get; } = new();

    public IReadOnlyList<SiloAddress> Processes => [.. _processes.Keys];

    public void Add(SiloAddress process, ProcessMemory memory) => _processes[process] = () => Task.FromResult(memory);

    public void AddSilent(SiloAddress process, Task<ProcessMemory> answer) => _processes[process] = () => answer;

    public Task<ProcessMemory> RecallAsync(SiloAddress process, RecallRequest request)
    {
        Requests.Enqueue(request);
        return _processes[process]();
    }
}

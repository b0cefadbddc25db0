using System.CommandLine;

namespace Netra.Bench;

/// <summary>
/// <c>idle</c>: what an open connection on which nothing happens costs in memory. The processes are measured from outside, before and after the
/// connections come, both as they stand and after a full collection.
/// </summary>
internal sealed class IdleWorkload(RunContext run, int connections, TimeSpan settle, int heapTypes)
{
    private const double RequiredBytes = 14_000;

    /// <summary>Connections that come and go before the first measurement, so that code and pools are not counted.</summary>
    private const int WarmUp = 200;

    private static readonly TimeSpan LeaveTime = TimeSpan.FromSeconds(2);

    private readonly List<IdleFigures> _figures = [];

    public static Command Command()
    {
        var common = new CommonOptions();
        var connections = new Option<int>("--connections") { Description = "How many connections.", DefaultValueFactory = _ => 10_000 };
        var peer = new Option<bool>("--peer") { Description = "Measure a bare Kestrel WebSocket server in the same run." };
        var all = new Option<bool>("--all") { Description = "Measure one process of the role All too." };
        var settle = new Option<int>("--settle") { Description = "How many seconds memory may take to stand still.", DefaultValueFactory = _ => 40 };
        var heap = new Option<int>("--heap") { Description = "Show what is on the heap: so many types, those with the most bytes." };
        var command = new Command("idle", "Memory of idle connections.") { connections, peer, all, settle, heap };
        common.AddTo(command);
        common.Run(command, (parsed, run) =>
        {
            var workload = new IdleWorkload(run, parsed.GetValue(connections), TimeSpan.FromSeconds(parsed.GetValue(settle)), parsed.GetValue(heap));
            return workload.RunAsync(parsed.GetValue(peer), parsed.GetValue(all));
        });
        return command;
    }

    private async Task RunAsync(bool withPeer, bool withAll)
    {
        OpenFileLimit.Require(connections);
        if (withPeer)
        {
            await using var peer = await PeerServer.StartKestrelAsync(run);
            // It looks at no token, but is sent as long a request.
            var keys = NetraKeys.Create();
            await MeasureAsync("bare Kestrel", peer.Port, keys.TargetOf, peer.ProcessId);
        }

        await using (var cluster = await NetraCluster.StartAsync(run, split: true))
        {
            await MeasureAsync("gateway", cluster.Port, cluster.Keys.TargetOf, cluster.GatewayId, cluster.SiloId);
        }

        if (withAll)
        {
            await using var cluster = await NetraCluster.StartAsync(run, split: false);
            await MeasureAsync("role All", cluster.Port, cluster.Keys.TargetOf, cluster.GatewayId);
        }

        Show(withPeer);
    }

    private async Task MeasureAsync(string server, int port, Func<string, string> targetOf, params int?[] processes)
    {
        run.Report.Say($"{server}: {connections} connections");
        int[] ids = [.. processes.OfType<int>()];
        await using (await Crowd.OpenAsync(run, Math.Min(WarmUp, connections), port, user => targetOf("warm-" + user)))
        {
            await Task.Delay(LeaveTime, run.CancellationToken);
        }

        await Task.Delay(LeaveTime, run.CancellationToken);
        var before = await CollectedAsync(ids);
        await using var crowd = await Crowd.OpenAsync(run, connections, port, targetOf);
        var standing = new ProcessMemory[ids.Length];
        for (var i = 0; i < ids.Length; i++) standing[i] = await Settling.WaitAsync(ids[i], settle, run.CancellationToken);
        var collected = await CollectedAsync(ids);
        crowd.ThrowIfLost();
        for (var i = 0; i < ids.Length; i++)
            _figures.Add(new IdleFigures(i == 0 ? server : "silo beside it", connections, before[i], standing[i], collected[i]));
        if (heapTypes > 0) await ShowHeapAsync(server, ids[0]);
    }

    private async Task<ProcessMemory[]> CollectedAsync(int[] ids)
    {
        var memory = new ProcessMemory[ids.Length];
        for (var i = 0; i < ids.Length; i++)
        {
            await FullCollection.InduceAsync(ids[i], run.CancellationToken);
            memory[i] = await Settling.WaitAsync(ids[i], settle, run.CancellationToken);
        }

        return memory;
    }

    private void Show(bool withPeer)
    {
        var peer = withPeer ? _figures[0] : null;
        foreach (var figures in _figures)
        {
            run.Report.Write("idle", figures.ToJson(peer));
            run.Report.Add(figures.ToOutcome(), isShown: false);
        }

        run.Report.Table(
            $"Memory of {connections} idle connections",
            ["process", "before", "as it stands", "each", "after a full GC", "each", "of it private", "to the peer"],
            _figures.Select(figures => figures.ToRow(peer)));
        var gateway = _figures.Single(figures => figures.Server == "gateway");
        run.Report.Require(
            "an idle connection of a gateway", $"at most {Figure.Kb(RequiredBytes)} of RSS", Figure.Kb(gateway.BytesEach), gateway.BytesEach <= RequiredBytes);
    }

    private async Task ShowHeapAsync(string server, int processId)
    {
        var figures = await HeapProfile.ReadAsync(processId, heapTypes, run.CancellationToken);
        run.Report.Write("heap", new { server, figures.Live, figures.Free, figures.Committed });
        foreach (var (type, count, bytes) in figures.Largest)
            run.Report.Write("heap_type", new { server, type, count, bytes, bytesEach = bytes / (double)connections });
        run.Report.Table(
            $"Heap of {server}: {Figure.Mb(figures.Live)} of objects, {Figure.Mb(figures.Free)} between them, {Figure.Mb(figures.Committed)} committed",
            ["type", "objects", "bytes", "objects each", "bytes each"],
            figures.Largest.Select(one => new[]
            {
                one.Type, Figure.Whole(one.Count), Figure.Whole(one.Bytes),
                Figure.Of(one.Count / (double)connections, "0.00"), Figure.Whole(one.Bytes / (double)connections),
            }));
    }
}

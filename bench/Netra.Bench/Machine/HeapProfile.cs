using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Runtime;

namespace Netra.Bench;

/// <summary>What is on the managed heap of another process, by type. Read from a dump: to stop a process and look inside is not for its parent, who
/// gets word of all its stops.</summary>
internal static class HeapProfile
{
    /// <summary>What reads the heap, which comes with the runtime: the servers run on the same one as this program.</summary>
    private static readonly string DataAccess = Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "libmscordaccore.so");

    /// <summary>Reads it.</summary>
    /// <param name="processId">The process; its heap should have been collected just before.</param>
    /// <param name="top">How many types, those with the most bytes first.</param>
    /// <param name="cancellationToken">Ends the wait for the dump.</param>
    public static async Task<HeapFigures> ReadAsync(int processId, int top, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("netra-bench-");
        try
        {
            var dump = Path.Combine(folder.FullName, "heap.dmp");
            await new DiagnosticsClient(processId).WriteDumpAsync(DumpType.WithHeap, dump, logDumpGeneration: false, cancellationToken);
            return Read(dump, top);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static HeapFigures Read(string dump, int top)
    {
        using var target = DataTarget.LoadDump(dump);
        using var runtime = target.ClrVersions[0].CreateRuntime(DataAccess, ignoreMismatch: true);
        var types = new Dictionary<string, (long Count, long Bytes)>();
        long live = 0, free = 0;
        foreach (var one in runtime.Heap.EnumerateObjects())
        {
            if (one.Type is not { Name: { } name } type) continue;
            if (type.IsFree)
            {
                free += (long)one.Size;
                continue;
            }

            var (count, bytes) = types.GetValueOrDefault(name);
            types[name] = (count + 1, bytes + (long)one.Size);
            live += (long)one.Size;
        }

        var committed = runtime.Heap.Segments.Sum(segment => (long)segment.CommittedMemory.Length);
        var largest = types.OrderByDescending(type => type.Value.Bytes).Take(top).Select(type => (type.Key, type.Value.Count, type.Value.Bytes));
        return new HeapFigures(live, free, committed, [.. largest]);
    }
}

using Microsoft.Diagnostics.Runtime;

namespace Netra.Bench;

/// <summary>What is on the managed heap of another process, by type. The process stands still while it is read.</summary>
internal static class HeapProfile
{
    /// <summary>What reads the heap, which comes with the runtime: the servers run on the same one as this program.</summary>
    private static readonly string DataAccess = Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "libmscordaccore.so");

    /// <summary>The types with the most bytes, largest first.</summary>
    /// <param name="processId">The process; its heap should have been collected just before.</param>
    /// <param name="top">How many types.</param>
    public static IReadOnlyList<(string Type, long Count, long Bytes)> Read(int processId, int top)
    {
        using var target = DataTarget.AttachToProcess(processId, suspend: true);
        using var runtime = target.ClrVersions[0].CreateRuntime(DataAccess, ignoreMismatch: true);
        var types = new Dictionary<string, (long Count, long Bytes)>();
        foreach (var one in runtime.Heap.EnumerateObjects())
        {
            if (one.Type is not { IsFree: false, Name: { } name }) continue;
            var (count, bytes) = types.GetValueOrDefault(name);
            types[name] = (count + 1, bytes + (long)one.Size);
        }

        return [.. types.OrderByDescending(type => type.Value.Bytes).Take(top).Select(type => (type.Key, type.Value.Count, type.Value.Bytes))];
    }
}

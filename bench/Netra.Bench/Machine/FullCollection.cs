using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;

namespace Netra.Bench;

/// <summary>Makes another .NET process collect its whole heap, as <c>dotnet-gcdump</c> does: by a trace session that asks for it.</summary>
internal static class FullCollection
{
    /// <summary>The keyword <c>GCHeapCollect</c> of the runtime's events.</summary>
    private const long CollectKeyword = 0x800000;

    private const int BufferMegabytes = 1;
    private static readonly TimeSpan SessionTime = TimeSpan.FromSeconds(1);

    /// <summary>Returns when the process has had time to collect.</summary>
    public static async Task InduceAsync(int processId, CancellationToken cancellationToken)
    {
        var provider = new EventPipeProvider("Microsoft-Windows-DotNETRuntime", EventLevel.Informational, CollectKeyword);
        using var session = await new DiagnosticsClient(processId).StartEventPipeSessionAsync([provider], requestRundown: false, BufferMegabytes, cancellationToken);
        var drained = session.EventStream.CopyToAsync(Stream.Null, cancellationToken);
        await Task.Delay(SessionTime, cancellationToken);
        await session.StopAsync(cancellationToken);
        await drained;
    }
}

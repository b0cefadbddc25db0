using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Netra.Streaming.Tests;

internal static class Meters
{
    /// <summary>Instruments of one test's own.</summary>
    public static StreamingInstruments NewInstruments() =>
        new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());
}

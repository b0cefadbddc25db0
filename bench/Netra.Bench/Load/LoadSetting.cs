namespace Netra.Bench;

/// <summary>What of a workload is varied.</summary>
/// <param name="Name">In words that stay the same from run to run.</param>
/// <param name="Shape">The clients.</param>
/// <param name="Pacing">How messages follow each other.</param>
/// <param name="Batch">Messages of a publishing call.</param>
/// <param name="Publishers">How many such calls are under way at once; 0: the clients send, each to itself.</param>
internal sealed record LoadSetting(string Name, LoadShape Shape, Pacing Pacing, int Batch, int Publishers)
{
    public bool IsEcho => Publishers == 0;
}

namespace Netra.EndToEnd.Tests;

/// <summary>How long the tests wait for what must come. Never slept: every wait ends with its event. Long, because a loaded machine is slow, not wrong.</summary>
internal static class Patience
{
    /// <summary>For one answer.</summary>
    public static readonly TimeSpan Short = TimeSpan.FromSeconds(30);

    /// <summary>For the start or the end of a process, or the whole of a long run.</summary>
    public static readonly TimeSpan Long = TimeSpan.FromSeconds(90);
}

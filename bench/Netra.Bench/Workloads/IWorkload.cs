namespace Netra.Bench;

/// <summary>A workload that other commands run too, <c>budget</c> for one, a part of it and in short.</summary>
internal interface IWorkload
{
    /// <summary>Its name, which is that of its command and of its outcomes.</summary>
    string Name { get; }

    /// <summary>The settings that it can run in short, by the names that its outcomes bear.</summary>
    IReadOnlyList<string> Settings { get; }

    /// <summary>The servers that it can measure on this machine, by the names that its outcomes bear; the one that the others are held against is the first.</summary>
    IReadOnlyList<string> Servers { get; }

    /// <summary>
    /// Runs some settings on some servers, interleaved where there are several, and long enough that ratios repeat, but no longer: about half a minute for each server of a setting.
    /// </summary>
    /// <param name="run">The run; outcomes are answered, not reported to it.</param>
    /// <param name="settings">Some of <see cref="Settings"/>.</param>
    /// <param name="servers">Some of <see cref="Servers"/>.</param>
    /// <returns>An outcome for each setting and server, those of a setting in the order of <paramref name="servers"/>.</returns>
    /// <exception cref="BenchException">It can't run, or nothing could be measured.</exception>
    Task<IReadOnlyList<Outcome>> RunAsync(RunContext run, IReadOnlyList<string> settings, IReadOnlyList<string> servers);
}

namespace Netra.Host;

/// <summary>A warning or an error of a process's log.</summary>
internal sealed record FaultBody(long At, string Process, string Level, string Source, string Text);

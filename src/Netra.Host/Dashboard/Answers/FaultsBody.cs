namespace Netra.Host;

/// <summary>Warnings and errors of all processes, newest first.</summary>
internal sealed record FaultsBody(IReadOnlyList<FaultBody> Errors, int Unanswered);

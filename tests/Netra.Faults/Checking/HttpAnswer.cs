namespace Netra.Faults;

/// <summary>What a call of the server API was answered with.</summary>
internal sealed record HttpAnswer(long AtMs, string What, int Status, string? Code);

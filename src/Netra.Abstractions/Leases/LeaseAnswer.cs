namespace Netra.Abstractions;

/// <summary>What the user's grain says to a renewal.</summary>
/// <param name="Known">Whether the connection is on the list. If not, it must be attached again.</param>
/// <param name="HeadSeq">The last durable seq: a connection below it has missed a push.</param>
[GenerateSerializer, Alias("netra.lease_answer"), Immutable]
public readonly record struct LeaseAnswer([property: Id(0)] bool Known, [property: Id(1)] long HeadSeq);

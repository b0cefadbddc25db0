using Netra.Abstractions;

namespace Netra.Host;

/// <summary>What is known of one process of the cluster.</summary>
/// <param name="Address">The process.</param>
/// <param name="Report">What it told last; null when it never answered.</param>
/// <param name="Samples">Its samples, oldest first.</param>
/// <param name="HasAnswered">Whether it answered when it was asked last.</param>
/// <param name="IsMember">Whether it is in the cluster. The history of one that went is kept as long as that of the others.</param>
internal sealed record ProcessView(SiloAddress Address, ProcessReport? Report, IReadOnlyList<ProcessSample> Samples, bool HasAnswered, bool IsMember);

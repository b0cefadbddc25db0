namespace Netra.EndToEnd.Tests;

/// <summary>Tests whose processes or clients must get their turn in time. They run one after the other, when all others are done.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

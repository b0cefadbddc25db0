namespace Netra.Host.Tests;

/// <summary>Tests that look at what the whole process uses. They run one after the other, when all others are done.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

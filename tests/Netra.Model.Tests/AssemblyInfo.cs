using Xunit.Sdk;
using Xunit.v3;

// Each test has a silo: they must not starve each other.
[assembly: Parallelization(Mode = ParallelMode.None)]

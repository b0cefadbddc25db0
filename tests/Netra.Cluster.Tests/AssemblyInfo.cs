using Xunit.Sdk;
using Xunit.v3;

// Clusters notice kills by probes of one second: tests that share two cores must not starve each other.
[assembly: Parallelization(Mode = ParallelMode.None)]

using Netra.EndToEnd.Tests;

[assembly: AssemblyFixture(typeof(SharedHost))]
[assembly: AssemblyFixture(typeof(QuickHost))]

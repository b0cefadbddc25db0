using Netra.EndToEnd.Tests;

[assembly: AssemblyFixture(typeof(SharedHost))]

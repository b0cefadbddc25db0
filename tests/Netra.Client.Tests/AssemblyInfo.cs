using Netra.Client.Tests;

[assembly: AssemblyFixture(typeof(ClientHost))]

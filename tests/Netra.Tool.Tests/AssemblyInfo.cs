using Netra.Tool.Tests;

[assembly: AssemblyFixture(typeof(ToolHost))]

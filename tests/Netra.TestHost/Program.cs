using Netra.TestHost;

await using var app = TestApplication.Build(args);
await app.StartAsync();
// The line that the tests wait for, the same as the real host's.
Console.WriteLine("Netra is ready (an application of the tests).");
await app.WaitForShutdownAsync();

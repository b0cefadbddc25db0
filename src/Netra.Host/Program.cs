using Netra.Host;
using Netra.Storage.RocksDb;

if (args.Contains("--help") || args.Contains("-h"))
{
    Console.WriteLine(Banner.Help);
    return 0;
}

if (args.FirstOrDefault() == HealthCommand.Name) return await HealthCommand.RunAsync(args[1..], Console.Out, Console.Error);

using var impatience = new SecondSignal();
try
{
    await using var app = NetraHost.Build(args);
    await app.StartAsync();
    Console.WriteLine(Banner.Ready(app.Services, app.Environment.IsDevelopment()));
    await app.WaitForShutdownAsync();
    return 0;
}
catch (Exception exception) when (exception is ConfigurationException or RocksDbOpenException or IOException)
{
    // What the operator can mend needs no stack trace.
    await Console.Error.WriteLineAsync($"Netra can't start. {exception.Message}");
    return 1;
}

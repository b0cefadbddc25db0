using Netra.Host;
using Netra.Storage.RocksDb;

if (args.Contains("--help") || args.Contains("-h"))
{
    Console.WriteLine(Banner.Help);
    return 0;
}

if (args.FirstOrDefault() == HealthCommand.Name) return await HealthCommand.RunAsync(args[1..], Console.Out, Console.Error);

var command = args is [DatabaseCommands.Migrate or DatabaseCommands.NewEpoch, ..] ? args[0] : null;
try
{
    if (command is not null)
    {
        // A signal ends it at once; what a transaction has not committed is not done.
        await DatabaseCommands.RunAsync(command, args[1..], Console.Out, CancellationToken.None);
        return 0;
    }

    if (args is [var word, ..] && !word.StartsWith('-') && !word.StartsWith('/') && !word.Contains('='))
        throw new ConfigurationException([$"There is no command '{word}'; --help names them"]);
    using var impatience = new SecondSignal();
    await using var app = NetraHost.Build(args, isProcess: true);
    try
    {
        await app.PrepareDatabasesAsync(impatience.First);
        await app.StartAsync(impatience.First);
    }
    catch (Exception) when (impatience.HasFirst)
    {
        // What was started is stopped by the disposal.
        Console.WriteLine("Netra was asked to end before it was ready.");
        return 0;
    }
    catch (Exception exception) when (exception is not DatabaseException)
    {
        // A database that went away just then, mostly. The log has it whole; a crash dump would tell nobody more. It is said behind the disposal, as the last word.
        throw new StartException(exception);
    }

    // The host itself has not seen a signal from before it began to start.
    if (impatience.HasFirst) app.Lifetime.StopApplication();
    Console.WriteLine(Banner.Ready(app.Services, app.Environment.IsDevelopment()));
    await app.WaitForShutdownAsync();
    return 0;
}
catch (Exception exception) when (exception is ConfigurationException or RocksDbOpenException or DatabaseException or StartException or IOException)
{
    // What the operator can mend needs no stack trace.
    await Console.Error.WriteLineAsync($"Netra can't {command ?? "start"}. {exception.Message}");
    return 1;
}

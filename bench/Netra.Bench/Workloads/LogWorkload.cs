using System.CommandLine;
using System.Diagnostics;
using System.Text;
using Netra.Protocol;

namespace Netra.Bench;

/// <summary>
/// <c>log</c>: commits of many users through the log of a process, one of each user under way, each awaited until it is durable. With the reference, stretches
/// of plain inserts on the same server lie between, so that both meet the same machine.
/// </summary>
internal sealed class LogWorkload(RunContext run, LogWorkloadOptions options)
{
    private const double RequiredRatio = 0.5;
    private const int ReferenceConnections = 2;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    public static Command Command()
    {
        var common = new CommonOptions();
        var store = new Option<string>("--store") { Description = "rocksdb, postgresql or memory.", DefaultValueFactory = _ => "postgresql" };
        store.AcceptOnlyFromAmong("rocksdb", "postgresql", "memory");
        var users = new Option<int>("--users") { Description = "How many users append.", DefaultValueFactory = _ => 2_000 };
        var seconds = new Option<int>("--seconds") { Description = "How long a stretch is.", DefaultValueFactory = _ => 5 };
        var rounds = new Option<int>("--rounds") { Description = "How many stretches; the figures are those of the median.", DefaultValueFactory = _ => 3 };
        var bytes = new Option<int>("--bytes") { Description = "The size of a message.", DefaultValueFactory = _ => 256 };
        var keep = new Option<int>("--keep") { Description = "How many messages a user keeps; the oldest falls with each further one.", DefaultValueFactory = _ => 1_000 };
        var writers = new Option<int>("--writers") { Description = "Connections that write to PostgreSQL.", DefaultValueFactory = _ => 2 };
        var reference = new Option<bool>("--reference") { Description = "Measure plain inserts of as many rows to a statement beside it." };
        var command = new Command("log", "Commits through the user log, as fast as they become durable.") { store, users, seconds, rounds, bytes, keep, writers, reference };
        common.AddTo(command);
        common.Run(command, (parsed, run) => new LogWorkload(run, new LogWorkloadOptions(
            parsed.GetValue(store)!, parsed.GetValue(users), TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(rounds), parsed.GetValue(bytes),
            parsed.GetValue(keep), parsed.GetValue(writers), parsed.GetValue(reference))).RunAsync());
        return command;
    }

    private async Task RunAsync()
    {
        if (options.HasReference && options.Store != "postgresql") throw new BenchException("The reference is one of PostgreSQL: --store postgresql.");
        await using var store = await LogStore.OpenAsync(options.Store, options.Writers);
        if (store.Server is not null) run.Report.NoteProcess(store.Server.ProcessId);
        var json = Encoding.UTF8.GetBytes(new string('x', options.MessageBytes));
        var appenders = Enumerable.Range(0, options.Users).Select(i => new LogAppender(store.Log, UserId.Parse($"user-{i:d6}"), json, options.Keep)).ToList();
        await LoadAsync(appenders);
        await AppendAsync(store, appenders, WarmUp);

        var (stretches, plain) = (new List<LogFigures>(), new List<PlainFigures>());
        PlainInserts? inserts = null;
        for (var round = 0; round < options.Rounds; round++)
        {
            stretches.Add(await AppendAsync(store, appenders, options.Stretch));
            if (!options.HasReference) continue;
            if (inserts is null)
            {
                inserts = new PlainInserts(store.Database!, ReferenceConnections, Math.Max(1, (int)stretches[0].GroupSize), json);
                await inserts.PrepareAsync();
                await inserts.RunAsync(options.Users, WarmUp);
            }

            plain.Add(await InsertAsync(store.Server!, inserts));
        }

        if (inserts is not null) await inserts.DisposeAsync();
        var setting = $"{Figure.Whole(options.Users)} users, {options.MessageBytes} bytes, {options.Keep} kept";
        if (plain.Count > 0) run.Report.Add(LogFigures.ToOutcome(setting, plain), isShown: false);
        run.Report.Add(LogFigures.ToOutcome(setting, options.Store, stretches), isShown: false);
        Show(stretches.OrderBy(figures => figures.PerSecond).ElementAt(stretches.Count / 2), plain);
    }

    private async Task LoadAsync(List<LogAppender> appenders)
    {
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(appenders.Select(appender => appender.LoadAsync(run.CancellationToken)));
        var perSecond = appenders.Count / Stopwatch.GetElapsedTime(started).TotalSeconds;
        run.Report.Write("loads", new { users = appenders.Count, perSecond });
        run.Report.Say($"{appenders.Count} users never seen loaded at once: {Figure.Whole(perSecond)} a second.");
    }

    private async Task<PlainFigures> InsertAsync(PostgresServer server, PlainInserts inserts)
    {
        var (serverCpu, ownCpu) = (ServerCpu.SecondsOf(server.ProcessId), ProcessCpu.OwnSeconds());
        var perSecond = await inserts.RunAsync(options.Users, options.Stretch);
        var perRow = 1_000_000 / (perSecond * options.Stretch.TotalSeconds);
        return new PlainFigures(perSecond, (ProcessCpu.OwnSeconds() - ownCpu) * perRow, (ServerCpu.SecondsOf(server.ProcessId) - serverCpu) * perRow);
    }

    private static async Task<LogFigures> AppendAsync(LogStore store, List<LogAppender> appenders, TimeSpan length)
    {
        using var groups = new GroupSizes();
        var serverCpu = store.Server is null ? 0 : ServerCpu.SecondsOf(store.Server.ProcessId);
        var ownCpu = ProcessCpu.OwnSeconds();
        var started = Stopwatch.GetTimestamp();
        var latencies = new Latencies();
        await Task.WhenAll(appenders.Select(appender => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(started) < length)
            {
                var begun = Stopwatch.GetTimestamp();
                await appender.AppendAsync();
                var latency = Stopwatch.GetElapsedTime(begun);
                lock (latencies) latencies.Add(latency);
            }
        })));
        var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var perCommit = 1_000_000.0 / latencies.Count;
        return new LogFigures(
            latencies.Count / elapsed, latencies.P50, latencies.P99, (ProcessCpu.OwnSeconds() - ownCpu) * perCommit,
            store.Server is null ? 0 : (ServerCpu.SecondsOf(store.Server.ProcessId) - serverCpu) * perCommit, groups.Mean);
    }

    private void Show(LogFigures figures, List<PlainFigures> plain)
    {
        run.Report.Write("log", new { options.Store, options.Users, options.MessageBytes, figures.PerSecond, figures.P50, figures.P99, figures.OwnCpu, figures.ServerCpu, figures.GroupSize });
        run.Report.Table(
            $"Commits of {options.Users} users on {options.Store}, {options.MessageBytes} bytes each, one of each user under way",
            ["commits a second", "p50 ms", "p99 ms", "own CPU µs", "server CPU µs", "commits of a group"],
            [[Figure.Whole(figures.PerSecond), Figure.Ms(figures.P50), Figure.Ms(figures.P99), Figure.Of(figures.OwnCpu), Figure.Of(figures.ServerCpu), Figure.Whole(figures.GroupSize)]]);
        if (plain.Count == 0) return;
        var reference = plain.OrderBy(one => one.PerSecond).ElementAt(plain.Count / 2);
        run.Report.Write("reference", new { reference.PerSecond, reference.OwnCpu, reference.ServerCpu });
        run.Report.Say(
            $"Plain inserts, {(int)figures.GroupSize} rows to a statement, {ReferenceConnections} connections: {Figure.Whole(reference.PerSecond)} rows a second, own CPU {Figure.Of(reference.OwnCpu)} µs, server CPU {Figure.Of(reference.ServerCpu)} µs.");
        var ratio = figures.PerSecond / reference.PerSecond;
        run.Report.Require("commits to plain inserts", $"at least {Figure.Of(RequiredRatio)}", Figure.Of(ratio, "0.00"), ratio >= RequiredRatio);
    }
}

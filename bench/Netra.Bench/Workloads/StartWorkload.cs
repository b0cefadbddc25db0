using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace Netra.Bench;

/// <summary>
/// <c>start</c>: how long a process of the role All takes from <c>dotnet Netra.Host.dll</c> until it says that it is ready, over a store that holds so many users already. It is
/// killed before each start, as a crash would.
/// </summary>
internal sealed class StartWorkload(RunContext run, int users, int rounds)
{
    private const string Name = "start";
    private const int BatchMessages = 1_000;
    private const double RequiredMs = 2_000;

    private static readonly MetricKind TimeKind = new("time to ready", "ms");
    private static readonly MetricKind MemoryKind = new("resident", "bytes");

    public static Command Command()
    {
        var common = new CommonOptions();
        var users = CheckedOption.Number("--users", "How many users the store holds, with a message each.", 0, lowest: 0);
        var rounds = CheckedOption.Number("--rounds", "How often it is started.", 5);
        var command = new Command(Name, "From nothing to ready. Measure what is deployed: --host with what 'dotnet publish -r linux-x64' has made of the host.") { users, rounds };
        common.AddTo(command);
        common.Run(command, (parsed, run) => new StartWorkload(run, parsed.GetValue(users), parsed.GetValue(rounds)).RunAsync());
        return command;
    }

    private async Task RunAsync()
    {
        await using var cluster = await NetraCluster.StartAsync(run, split: false);
        if (users > 0) await run.Report.ProgressAsync("Publishing", users, published => PublishAsync(cluster, published));
        var (times, memory) = (new List<double>(), new List<double>());
        for (var round = 1; round <= rounds; round++)
        {
            var started = Stopwatch.GetTimestamp();
            await cluster.RestartAsync(run);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            memory.Add(ProcessMemory.Of(cluster.GatewayId).Rss);
            run.Report.Say($"{round}/{rounds} {Name}: ready after {Figure.Whole(times[^1])} ms");
        }

        var outcome = new Outcome(Name, $"{Figure.Whole(users)} users known", ServerNames.Netra, IsDurable: true, rounds, [TimeKind.Of([.. times]), MemoryKind.Of([.. memory])], []);
        run.Report.Add(outcome);
        var time = outcome.Metrics[0].Value;
        run.Report.Require("start to ready", "under 2 s", $"{Figure.Whole(time)} ms", time < RequiredMs);
    }

    private async Task PublishAsync(NetraCluster cluster, Action<int> published)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", cluster.Keys.ApiKey);
        var target = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{cluster.Port}/api/v1/messages"));
        for (var first = 0; first < users; first += BatchMessages)
        {
            var batch = Enumerable.Range(first, Math.Min(BatchMessages, users - first)).Select(user => $$"""{"user_id":"known-{{user}}","type":"note"}""");
            using var body = new StringContent($$"""{"messages":[{{string.Join(',', batch)}}]}""", Encoding.UTF8, "application/json");
            using var answer = await http.PostAsync(target, body, run.CancellationToken);
            answer.EnsureSuccessStatusCode();
            published(Math.Min(BatchMessages, users - first));
        }
    }
}

using System.CommandLine;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace Netra.Bench;

/// <summary>
/// <c>publish</c>: messages to connected users by HTTP, in batches, as fast as a few publishers get their answers. What a build or a setting costs or
/// brings is to be seen beside another one's figures of the same hour; alone they say as much of the machine.
/// </summary>
internal sealed class PublishWorkload(RunContext run, int connections, int batch, int publishers, TimeSpan length)
{
    private const int PayloadBytes = 256;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private long _published;

    public static Command Command()
    {
        var common = new CommonOptions();
        var connections = new Option<int>("--connections") { Description = "How many connected users.", DefaultValueFactory = _ => 1_000 };
        var batch = new Option<int>("--batch") { Description = "Messages of a call, each to another user.", DefaultValueFactory = _ => 100 };
        var publishers = new Option<int>("--publishers") { Description = "How many calls are under way.", DefaultValueFactory = _ => 8 };
        var seconds = new Option<int>("--seconds") { Description = "How long.", DefaultValueFactory = _ => 10 };
        var command = new Command("publish", "Messages to connected users, as fast as they go.") { connections, batch, publishers, seconds };
        common.AddTo(command);
        common.Run(command, (parsed, run) => new PublishWorkload(
            run, parsed.GetValue(connections), parsed.GetValue(batch), parsed.GetValue(publishers), TimeSpan.FromSeconds(parsed.GetValue(seconds))).RunAsync());
        return command;
    }

    private async Task RunAsync()
    {
        OpenFileLimit.Require(connections);
        await using var cluster = await NetraCluster.StartAsync(run, split: true);
        await using var crowd = await Crowd.OpenAsync(run, connections, cluster.Port, cluster.Keys.TargetOf);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", cluster.Keys.ApiKey);
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{cluster.Port}/api/v1/messages"));
        await PublishAsync(http, address, WarmUp);

        var watch = new CpuWatch(cluster.GatewayId, cluster.SiloId!.Value);
        var (published, frames) = (_published, crowd.Frames);
        await PublishAsync(http, address, length);
        var arriving = _published - published;
        var elapsed = watch.Elapsed;
        await ArriveAsync(crowd, frames + arriving);
        crowd.ThrowIfLost();
        Show(arriving, elapsed, watch.Of(0), watch.Of(1), watch.Own);
    }

    private Task PublishAsync(HttpClient http, Uri address, TimeSpan length)
    {
        var until = DateTime.UtcNow + length;
        return Task.WhenAll(Enumerable.Range(0, publishers).Select(async publisher =>
        {
            var next = publisher * batch;
            while (DateTime.UtcNow < until)
            {
                using var body = new StringContent(BodyOf(next), Encoding.UTF8, "application/json");
                using var answer = await http.PostAsync(address, body, run.CancellationToken);
                if (!answer.IsSuccessStatusCode) throw new BenchException($"A publish was answered {(int)answer.StatusCode}.");
                Interlocked.Add(ref _published, batch);
                next += publishers * batch;
            }
        }));
    }

    private string BodyOf(int first) => "{\"messages\":[" + string.Join(',', Enumerable.Range(first, batch).Select(index => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""{"user_id":"user-{{{index % connections:d6}}}","type":"tick","payload":{"pad":"{{{new string('x', PayloadBytes)}}}"}}"""))) + "]}";

    /// <summary>What was published has its price only once it is on the sockets.</summary>
    private async Task ArriveAsync(Crowd crowd, long frames)
    {
        for (var waited = TimeSpan.Zero; crowd.Frames < frames; waited += TimeSpan.FromMilliseconds(50))
        {
            if (waited > Patience) throw new BenchException($"{frames - crowd.Frames} frames did not come.");
            await Task.Delay(50, run.CancellationToken);
        }
    }

    private void Show(long messages, double elapsed, double gateway, double silo, double own)
    {
        var (rate, per) = (messages / elapsed, 100_000.0 / messages);
        run.Report.Write("publish", new { connections, batch, publishers, messages, elapsedSeconds = elapsed, perSecond = rate, gatewayCpuSeconds = gateway, siloCpuSeconds = silo });
        var setting = $"{Figure.Whole(connections)} users, {batch} to a call, {publishers} calls at once";
        run.Report.Add(
            new Outcome("publish", setting, "gateway and silo", IsDurable: true, Rounds: 1, [MetricKind.Rate.Of(rate), MetricKind.Cpu.Of((gateway + silo) * per)], []), isShown: false);
        run.Report.Table(
            $"Messages by HTTP to {connections} connected users, {batch} to a call, {publishers} calls at once",
            ["messages a second", "gateway, CPU s per 100,000", "silo", "both", "this program"],
            [[Figure.Whole((long)rate), Figure.Of(gateway * per, "0.00"), Figure.Of(silo * per, "0.00"), Figure.Of((gateway + silo) * per, "0.00"), Figure.Of(own * per, "0.00")]]);
    }
}

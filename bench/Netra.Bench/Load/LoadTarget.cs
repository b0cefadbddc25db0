using System.Diagnostics;

namespace Netra.Bench;

/// <summary>A server with its clients, under load.</summary>
internal sealed class LoadTarget : IAsyncDisposable
{
    /// <summary>How long what was accepted may take to come.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly LoadServer _server;
    private readonly LoadShape _shape;
    private readonly LoadCrowd _crowd;
    private readonly long[] _numbers;
    private ServerGauge _gauge;

    private LoadTarget(LoadServer server, LoadShape shape, LoadCrowd crowd, ServerGauge gauge)
    {
        (_server, _shape, _crowd, _gauge) = (server, shape, crowd, gauge);
        _numbers = new long[shape.Users];
    }

    public LoadServer Server => _server;

    /// <summary>Connects the clients. The server is the target's from here on.</summary>
    public static async Task<LoadTarget> OpenAsync(RunContext run, LoadServer server, LoadShape shape, int readers)
    {
        LoadCrowd? crowd = null;
        try
        {
            crowd = await LoadCrowd.OpenAsync(run, server, shape.Users, shape.PerUser, readers);
            return new LoadTarget(server, shape, crowd, await ServerGauge.StartAsync(server, run.CancellationToken));
        }
        catch
        {
            if (crowd is not null) await crowd.DisposeAsync();
            await server.DisposeAsync();
            throw;
        }
    }

    public ILoadSender SenderOf(LoadSetting setting) => setting.IsEcho
        ? new EchoSender(_server, _crowd, _numbers)
        : new PublishSender(_server, _numbers, setting.Batch, Math.Min(setting.Publishers, _shape.Users));

    /// <summary>One stretch that nobody looks at, up to its last message.</summary>
    public async Task SettleAsync(ILoadSender sender, Pacing pacing, CancellationToken cancellationToken)
    {
        await _crowd.BeginAsync();
        var sent = await sender.SendAsync(pacing, cancellationToken);
        await _crowd.ArriveAsync(sent.Accepted * _shape.PerUser, Patience, cancellationToken);
        await _crowd.EndAsync(_numbers);
    }

    /// <summary>One stretch, up to its last message.</summary>
    public async Task<LoadRound> MeasureAsync(ILoadSender sender, Pacing pacing, CancellationToken cancellationToken)
    {
        await _gauge.BeginAsync(cancellationToken);
        await _crowd.BeginAsync();
        var sent = await sender.SendAsync(pacing, cancellationToken);
        await _crowd.ArriveAsync(sent.Accepted * _shape.PerUser, Patience, cancellationToken);
        var took = await _gauge.EndAsync(cancellationToken);
        return new LoadRound(sent, await _crowd.EndAsync(_numbers), took);
    }

    /// <summary>Cuts off every client, and waits until the server has had the time to see it.</summary>
    public async Task DropAsync()
    {
        await _crowd.DropAsync();
        await Task.Delay(Pause);
    }

    /// <summary>Sends while nobody is there.</summary>
    /// <exception cref="BenchException">Not all of it was accepted.</exception>
    public async Task SendAsync(ILoadSender sender, Pacing pacing, CancellationToken cancellationToken)
    {
        var sent = await sender.SendAsync(pacing, cancellationToken);
        if (sent.Refused > 0) throw new BenchException($"{_server.Name} refused {sent.Refused} messages while nobody was connected: {sent.Refusal}");
    }

    /// <summary>Kills the server and starts it again.</summary>
    public async Task RestartAsync(RunContext run)
    {
        await _gauge.DisposeAsync();
        await _server.RestartAsync(run);
        _gauge = await ServerGauge.StartAsync(_server, run.CancellationToken);
    }

    /// <summary>All clients come back at once, from where they were. Returns when each has what it missed.</summary>
    /// <param name="messages">How many each missed.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<LoadRound> ResumeAsync(int messages, CancellationToken cancellationToken)
    {
        var requests = _crowd.ResumeRequests();
        await _gauge.BeginAsync(cancellationToken);
        var begunAt = Stopwatch.GetTimestamp();
        await _crowd.BeginAsync(() => new Receipts(_crowd.Count, messages, begunAt));
        await _crowd.ReopenAsync(requests, cancellationToken);
        await _crowd.ArriveAsync((long)_crowd.Count * messages, Patience, cancellationToken);
        var took = await _gauge.EndAsync(cancellationToken);
        var sent = new SendFigures(begunAt, begunAt, (long)_crowd.Count * messages, Refused: 0, Unsent: 0, new Latencies(), AllocatedBytes: 0, Refusal: null);
        return new LoadRound(sent, await _crowd.EndAsync(_numbers), took);
    }

    public async ValueTask DisposeAsync()
    {
        await _gauge.DisposeAsync();
        await _crowd.DisposeAsync();
        await _server.DisposeAsync();
    }
}

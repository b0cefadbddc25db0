namespace Netra.Bench;

/// <summary>A server with its clients, under load.</summary>
internal sealed class LoadTarget : IAsyncDisposable
{
    /// <summary>How long what was accepted may take to come.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly LoadServer _server;
    private readonly LoadShape _shape;
    private readonly LoadCrowd _crowd;
    private readonly ServerGauge _gauge;
    private readonly long[] _numbers;

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

    public async ValueTask DisposeAsync()
    {
        await _gauge.DisposeAsync();
        await _crowd.DisposeAsync();
        await _server.DisposeAsync();
    }
}

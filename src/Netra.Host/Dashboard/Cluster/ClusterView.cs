using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Netra.Abstractions;

namespace Netra.Host;

/// <summary>
/// What all processes of the cluster tell, as this one last heard it. However many look at dashboards, each process is asked once a second at most, and for
/// what is new since.
/// </summary>
/// <remarks>Failure policy: a process that does not answer is shown as one that did not, with what it said last; the others are shown as they are. Event ids 5310 to 5319.</remarks>
internal sealed partial class ClusterView
{
    /// <summary>How many connections are shown where no number is named.</summary>
    public const int FewConnections = 50;

    /// <summary>How many can be asked for.</summary>
    public const int MostConnections = 500;

    private const int AtOnce = 16;

    /// <summary>How many connections are asked for: the first that is enough. Not as many as each wants, which would be as many questions.</summary>
    private static readonly int[] Limits = [FewConnections, MostConnections];

    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private readonly IDashboardClient _client;
    private readonly DashboardOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SharedAnswer<IReadOnlyList<ProcessView>> _processes;
    private readonly Dictionary<(ConnectionKind Kind, int Limit), SharedAnswer<FoundConnections>> _connections;
    private IReadOnlyList<ProcessView> _known = [];

    public ClusterView(IDashboardClient client, IOptions<DashboardOptions> options, TimeProvider time, ILogger<ClusterView> logger)
    {
        (_client, _options, _time, _logger) = (client, options.Value, time, logger);
        _processes = new SharedAnswer<IReadOnlyList<ProcessView>>(RefreshAsync, Freshness, time);
        _connections = Enum.GetValues<ConnectionKind>()
            .SelectMany(kind => Limits.Select(limit => (kind, limit)))
            .ToDictionary(place => place, place => new SharedAnswer<FoundConnections>(() => FindConnectionsAsync(place.kind, place.limit), Freshness, time));
    }

    /// <summary>All processes. Those that went are among them while their history is.</summary>
    public Task<IReadOnlyList<ProcessView>> ReadAsync(CancellationToken cancellationToken) => _processes.GetAsync(cancellationToken);

    /// <summary>The connections of all gateways that are farthest behind.</summary>
    /// <param name="kind">Which of them.</param>
    /// <param name="limit">How many, at most <see cref="MostConnections"/>.</param>
    /// <param name="cancellationToken">Ends the wait, not the question, which is others' too.</param>
    public async Task<FoundConnections> FindConnectionsAsync(ConnectionKind kind, int limit, CancellationToken cancellationToken)
    {
        var found = await _connections[(kind, Limits.First(enough => enough >= limit))].GetAsync(cancellationToken);
        return found with { Found = [.. found.Found.Take(limit)] };
    }

    private async Task<FoundConnections> FindConnectionsAsync(ConnectionKind kind, int limit)
    {
        var answers = await AskAllAsync(process => _client.FindConnectionsAsync(process, kind, limit));
        var found = answers
            .SelectMany(answer => (answer.Value ?? []).Select(connection => (answer.Key, connection)))
            .OrderByDescending(item => item.connection.Behind)
            .ThenByDescending(item => item.connection.QueuedBytes)
            .Take(limit);
        return new FoundConnections([.. found], answers.Count(answer => answer.Value is null));
    }

    private async Task<IReadOnlyList<ProcessView>> RefreshAsync()
    {
        var before = _known.ToDictionary(process => process.Address);
        var answers = await AskAllAsync(process => _client.ReportAsync(process, before.GetValueOrDefault(process)?.Samples is [.., var last] ? last.AtMs : 0));
        var oldest = _time.GetUtcNow().ToUnixTimeMilliseconds() - (long)_options.History.TotalMilliseconds;
        var known = new List<ProcessView>();
        foreach (var (address, report) in answers)
        {
            var old = before.GetValueOrDefault(address);
            var samples = (old?.Samples ?? []).Concat(report?.Samples ?? []).Where(sample => sample.AtMs > oldest);
            known.Add(new ProcessView(address, report ?? old?.Report, [.. samples], report is not null, IsMember: true));
        }

        foreach (var gone in before.Values.Where(process => !answers.ContainsKey(process.Address)))
        {
            var samples = gone.Samples.Where(sample => sample.AtMs > oldest).ToList();
            if (samples.Count > 0) known.Add(gone with { Samples = samples, HasAnswered = false, IsMember = false });
        }

        return _known = [.. known.OrderBy(process => process.Report?.Name, StringComparer.Ordinal)];
    }

    private async Task<ConcurrentDictionary<SiloAddress, T?>> AskAllAsync<T>(Func<SiloAddress, Task<T>> ask)
        where T : class
    {
        var answers = new ConcurrentDictionary<SiloAddress, T?>();
        await Parallel.ForEachAsync(
            _client.Members,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (process, _) => answers[process] = await TryAskAsync(process, ask));
        return answers;
    }

    private async Task<T?> TryAskAsync<T>(SiloAddress process, Func<SiloAddress, Task<T>> ask)
        where T : class
    {
        try
        {
            return await ask(process);
        }
        catch (Exception exception)
        {
            NotAnswered(_logger, process, exception.Message);
            return null;
        }
    }

    [LoggerMessage(5310, LogLevel.Debug, "{Process} did not answer the dashboard: {Why}")]
    private static partial void NotAnswered(ILogger logger, SiloAddress process, string why);
}

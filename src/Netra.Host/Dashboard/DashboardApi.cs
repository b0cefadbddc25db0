using System.Globalization;
using Microsoft.Extensions.Options;
using Netra.Abstractions;

namespace Netra.Host;

/// <summary>What the dashboard's page asks for, as JSON, below <c>/dashboard/api</c>.</summary>
internal sealed class DashboardApi(ClusterView cluster, ProcessName process, IOptions<DashboardOptions> options, TimeProvider time)
{
    private long IntervalMs => (long)options.Value.Interval.TotalMilliseconds;

    public async Task OverviewAsync(HttpContext context)
    {
        var processes = await cluster.ReadAsync(context.RequestAborted);
        var members = processes.Where(view => view.IsMember).ToList();
        var bodies = members.Select(BodyOf).ToList();
        await context.Response.WriteAsJsonAsync(
            new OverviewBody
            {
                At = time.GetUtcNow().ToUnixTimeMilliseconds(),
                Cluster = process.Cluster,
                Orleans = options.Value.Orleans,
                IntervalMs = IntervalMs,
                HistoryMs = (long)options.Value.History.TotalMilliseconds,
                Unanswered = members.Count(view => !view.HasAnswered),
                Figures = Figures.All.ToDictionary(figure => figure.Name, figure => bodies.Where(body => body.Answered).Sum(body => body.Figures.GetValueOrDefault(figure.Name))),
                Ended = ClusterHistory.Sum(processes.SelectMany(view => view.Samples).SelectMany(sample => sample.Ended)),
                Refused = ClusterHistory.Sum(members.SelectMany(view => view.Report?.Refused ?? [])),
                Processes = bodies,
            },
            DashboardJson.Default.OverviewBody);
    }

    public async Task HistoryAsync(HttpContext context)
    {
        if (ReadNumber(context, "since", 0, 0, long.MaxValue) is not { } since)
        {
            await ManagementKey.RefuseAsync(context, StatusCodes.Status400BadRequest, "'since' must be a time in Unix milliseconds.");
            return;
        }

        await context.Response.WriteAsJsonAsync(
            ClusterHistory.Merge(await cluster.ReadAsync(context.RequestAborted), IntervalMs, since), DashboardJson.Default.HistoryBody);
    }

    public async Task ConnectionsAsync(HttpContext context)
    {
        ConnectionKind? kind = context.Request.Query["state"].ToString() switch
        {
            "" or "all" => ConnectionKind.All,
            "catching_up" => ConnectionKind.CatchingUp,
            "slow" => ConnectionKind.Slow,
            _ => null,
        };
        if (kind is null || ReadNumber(context, "limit", ClusterView.FewConnections, 1, ClusterView.MostConnections) is not { } limit)
        {
            await ManagementKey.RefuseAsync(context, StatusCodes.Status400BadRequest, $"'state' must be all, catching_up or slow, and 'limit' an integer from 1 to {ClusterView.MostConnections}.");
            return;
        }

        var (found, unanswered) = await cluster.FindConnectionsAsync(kind.Value, (int)limit, context.RequestAborted);
        await context.Response.WriteAsJsonAsync(
            new ConnectionsBody([.. found.Select(item => BodyOf(item.Gateway, item.Connection))], unanswered), DashboardJson.Default.ConnectionsBody);
    }

    public async Task ErrorsAsync(HttpContext context)
    {
        var members = (await cluster.ReadAsync(context.RequestAborted)).Where(view => view.IsMember).ToList();
        var faults = members
            .SelectMany(view => (view.Report?.Faults ?? []).Select(fault => new FaultBody(fault.AtMs, view.Report!.Name, fault.Level, fault.Source, fault.Text)))
            .OrderByDescending(fault => fault.At)
            .Take(options.Value.MaxErrors);
        await context.Response.WriteAsJsonAsync(new FaultsBody([.. faults], members.Count(view => !view.HasAnswered)), DashboardJson.Default.FaultsBody);
    }

    private static ProcessBody BodyOf(ProcessView view) => new()
    {
        Address = view.Address.ToParsableString(),
        Name = view.Report?.Name,
        Role = view.Report?.Role,
        Version = view.Report?.Version,
        StartedAt = view.Report?.StartedAtMs,
        At = view.Report?.AtMs,
        Answered = view.HasAnswered,
        Health = [.. (view.Report?.Health ?? []).Select(check => new HealthBody(check.Name, check.Status, check.Description))],
        Figures = view.Report is { } report
            ? report.Figures.Zip(report.Now).ToDictionary(figure => figure.First, figure => figure.Second)
            : [],
    };

    private static ConnectionBody BodyOf(SiloAddress gateway, ConnectionReport connection) => new()
    {
        UserId = connection.User.Value,
        ConnectionId = connection.Connection.ToString(),
        ClientId = connection.Client.Value,
        Gateway = gateway.ToParsableString(),
        State = connection.State,
        ConnectedAt = connection.ConnectedAtMs,
        Cursor = connection.Cursor,
        Behind = connection.Behind,
        QueuedFrames = connection.QueuedFrames,
        QueuedBytes = connection.QueuedBytes,
        CatchingUpSince = connection.CatchingUpSinceMs,
        WritingSince = connection.WritingSinceMs,
    };

    /// <summary>A number of the query; null when it is none within its bounds.</summary>
    private static long? ReadNumber(HttpContext context, string name, long absent, long min, long max)
    {
        if (!context.Request.Query.TryGetValue(name, out var text)) return absent;
        return long.TryParse(text.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max ? value : null;
    }
}

using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Netra.Abstractions;

namespace Netra.Host.Tests;

public sealed class ClusterViewTests
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeMilliseconds(1_000_000));
    private readonly FakeProcesses _processes = new();
    private readonly ClusterView _view;

    public ClusterViewTests() =>
        _view = new ClusterView(_processes, Options.Create(new DashboardOptions { History = TimeSpan.FromMinutes(1) }), _time, NullLogger<ClusterView>.Instance);

    [Fact]
    public async Task Read_TwiceWithinASecond_AsksOnce()
    {
        _processes.Add(1);
        await ReadAsync();
        await ReadAsync();
        Assert.Equal(1, _processes.Asked);

        _time.Advance(TimeSpan.FromSeconds(1));
        await ReadAsync();

        Assert.Equal(2, _processes.Asked);
    }

    [Fact]
    public async Task FindConnections_ByManyWithinASecond_AsksOnceForEachKind()
    {
        _processes.Add(1);
        foreach (var limit in new[] { 10, 50, 50, 3 }) Assert.Equal(limit, (await FindAsync(ConnectionKind.Slow, limit)).Count);
        Assert.Single(_processes.Searched);

        Assert.Equal(500, (await FindAsync(ConnectionKind.Slow, 500)).Count);
        await FindAsync(ConnectionKind.All, 50);
        Assert.Equal(3, _processes.Searched.Count);

        _time.Advance(TimeSpan.FromSeconds(1));
        await FindAsync(ConnectionKind.Slow, 50);
        Assert.Equal(4, _processes.Searched.Count);
    }

    [Fact]
    public async Task Read_Again_AsksForWhatIsNewAndKeepsTheRest()
    {
        var process = _processes.Add(1);
        _processes.Sample(process, 999_000, 1);
        await ReadAsync();
        _processes.Sample(process, 1_000_000, 2);
        _time.Advance(TimeSpan.FromSeconds(1));

        var view = Assert.Single(await ReadAsync());

        Assert.Equal(999_000, _processes.Since[process]);
        Assert.Equal([999_000, 1_000_000], view.Samples.Select(sample => sample.AtMs));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(Assert.Single(await ReadAsync()).Samples);
    }

    [Fact]
    public async Task Read_ProcessThatIsSilentAndThenGone_IsToldAndItsHistoryIsKept()
    {
        var (first, second) = (_processes.Add(1), _processes.Add(2));
        _processes.Sample(first, 999_000, 1);
        _processes.Sample(second, 999_000, 10);
        await ReadAsync();

        _processes.Silent.Add(second);
        _time.Advance(TimeSpan.FromSeconds(1));
        var views = await ReadAsync();
        Assert.Equal([true, false], views.Select(view => view.HasAnswered));
        Assert.Equal([11], ClusterHistory.Merge(views, 1_000, 0).Figures["messages"]);

        _processes.Remove(second);
        _time.Advance(TimeSpan.FromSeconds(1));
        views = await ReadAsync();
        Assert.Equal([true, false], views.Select(view => view.IsMember));
        Assert.Equal([11], ClusterHistory.Merge(views, 1_000, 0).Figures["messages"]);

        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(await ReadAsync());
    }

    [Fact]
    public async Task Merge_OfTwoProcesses_AddsWhatBelongsTogether()
    {
        var (first, second) = (_processes.Add(1), _processes.Add(2));
        _processes.Sample(first, 998_000, 1, 99);
        _processes.Sample(second, 998_000, 2, 0, 0, 0, 1);
        _processes.Sample(first, 999_000, 3);
        _processes.Sample(second, 999_000, 4);
        // The other has not got there yet.
        _processes.Sample(first, 1_000_000, 5);

        var views = await ReadAsync();
        var history = ClusterHistory.Merge(views, 1_000, 0);

        Assert.Equal([998_000, 999_000], history.At);
        Assert.Equal([3, 7], history.Figures["messages"]);
        Assert.Equal([0, 0], history.Figures["commits"]);
        Assert.DoesNotContain("of_the_future", history.Figures.Keys);
        var publish = history.Latencies["publish"];
        Assert.Equal([100, 0], publish.Count);
        Assert.InRange(publish.P99[0]!.Value, 0.04, 0.05);
        Assert.Null(publish.P50[1]);
        Assert.Equal([999_000], ClusterHistory.Merge(views, 1_000, 998_000).At);
    }

    private async Task<IReadOnlyList<(SiloAddress Gateway, ConnectionReport Connection)>> FindAsync(ConnectionKind kind, int limit) =>
        (await _view.FindConnectionsAsync(kind, limit, TestContext.Current.CancellationToken)).Found;

    private Task<IReadOnlyList<ProcessView>> ReadAsync() => _view.ReadAsync(TestContext.Current.CancellationToken);
}

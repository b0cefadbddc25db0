using System.Globalization;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway.Tests;

/// <summary>What the host waits for, and in which order a gateway leaves.</summary>
public sealed class DrainStoppingTests : IAsyncDisposable
{
    private readonly TestGateway _gateway = new();
    private readonly FakeUser _user = new();

    private Drain Host => _gateway.Drain;

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task StoppingAsync_BeforeTheHostsWordIsOut_WaitsForConnections()
    {
        var client = await (await _gateway.ConnectAsync(_user)).GreetedAsync();

        var stopping = Host.StoppingAsync(CancellationToken.None);

        await client.NextAsync("reconnect");
        Assert.False(stopping.IsCompleted);
        var passing = PassUntilAsync(stopping);
        Assert.Equal(1012, await client.CloseAndAnswerAsync());
        await passing;
        Assert.True(_gateway.Drain.IsDraining);
        Assert.Empty(_user.Attached);
    }

    [Fact]
    public async Task StoppingAsync_ReadinessDelay_ServedAsBeforeButNobodyIsAccepted()
    {
        _gateway.DrainOptions.ReadinessDelay = TimeSpan.FromSeconds(3);
        var client = await (await _gateway.ConnectAsync(_user)).GreetedAsync();

        var stopping = Host.StoppingAsync(CancellationToken.None);
        _gateway.Time.Advance(TimeSpan.FromMilliseconds(2_999));
        _gateway.Publish(_user, 1);
        await client.ExpectNotesAsync(1, 1);
        await client.ExpectNothingAsync();
        var request = _gateway.Request(_user);
        await _gateway.ServeAsync(request.Context);
        Assert.Equal(503, request.Context.Response.StatusCode);

        _gateway.Time.Advance(TimeSpan.FromMilliseconds(1));
        await client.NextAsync("reconnect");
        var passing = PassUntilAsync(stopping);
        await client.CloseAndAnswerAsync();
        await passing;
    }

    [Fact]
    public async Task StoppingAsync_NobodyThere_CallsAreServedThenRefusedThenDone()
    {
        var stopping = Host.StoppingAsync(CancellationToken.None);

        await _gateway.Time.NextTimerAsync();
        Assert.False(_gateway.Drain.RefusesCalls);
        _gateway.Time.Advance(TimeSpan.FromMilliseconds(500));
        // The timer of the refusals.
        await UntilTimerAsync(TimeSpan.FromMilliseconds(500));
        Assert.True(_gateway.Drain.RefusesCalls);
        Assert.False(stopping.IsCompleted);
        _gateway.Time.Advance(TimeSpan.FromMilliseconds(500));
        await stopping.WithinReason();
    }

    [Fact]
    public async Task StoppingAsync_ManyConnections_EachInItsSlotOfEvenWaves()
    {
        const int Waves = 10, PerWave = 8, SlotMs = 1_000 / PerWave;
        _gateway.DrainOptions.Duration = TimeSpan.FromSeconds(Waves);
        _gateway.DrainOptions.WaveInterval = TimeSpan.FromSeconds(1);
        _gateway.DrainOptions.MinPerSecond = 1;
        var connections = Enumerable.Range(0, Waves * PerWave).Select(_ => NewConnection()).ToList();
        foreach (var connection in connections) Assert.True(_gateway.Hub.TryAdd(connection, int.MaxValue));

        var stopping = Host.StoppingAsync(CancellationToken.None);

        for (var wave = 0; wave < Waves; wave++)
        {
            for (var i = 0; i < PerWave; i++)
            {
                var after = await _gateway.Time.NextTimerAsync();
                Assert.InRange(after.TotalMilliseconds, i * SlotMs, (i + 1) * SlotMs);
            }

            Assert.Equal(TimeSpan.FromSeconds(1), await _gateway.Time.NextTimerAsync());
            _gateway.Time.Advance(TimeSpan.FromSeconds(1));
        }

        await PassUntilAsync(stopping);
        foreach (var connection in connections) _gateway.Hub.Remove(connection);
    }

    [Theory]
    [InlineData(60, 9, 9)]
    [InlineData(17, 9, 53)]
    public async Task StoppingAsync_EveryWaveComesLate_WavesGrowLittleUntilTheGracePeriodIsShort(int graceSeconds, int largestButLast, int largest)
    {
        _gateway.DrainOptions.Duration = TimeSpan.FromSeconds(10);
        _gateway.DrainOptions.WaveInterval = TimeSpan.FromSeconds(1);
        _gateway.DrainOptions.MinPerSecond = 1;
        _gateway.DrainOptions.GracePeriod = TimeSpan.FromSeconds(graceSeconds);
        var connections = Enumerable.Range(0, 80).Select(_ => NewConnection()).ToList();
        foreach (var connection in connections) Assert.True(_gateway.Hub.TryAdd(connection, int.MaxValue));

        var stopping = Host.StoppingAsync(CancellationToken.None);

        while (WavesLogged().Sum() < connections.Count)
        {
            await UntilTimerAsync(TimeSpan.FromSeconds(1));
            // Three seconds instead of one.
            _gateway.Time.Advance(TimeSpan.FromSeconds(3));
        }

        var waves = WavesLogged();
        Assert.InRange(waves.SkipLast(1).Max(), 8, largestButLast);
        Assert.InRange(waves.Max(), 8, largest);
        await PassUntilAsync(stopping);
        foreach (var connection in connections) _gateway.Hub.Remove(connection);
    }

    [Fact]
    public async Task StoppingAsync_FewConnections_AllInOneWave()
    {
        var connections = Enumerable.Range(0, 20).Select(_ => NewConnection()).ToList();
        foreach (var connection in connections) Assert.True(_gateway.Hub.TryAdd(connection, int.MaxValue));

        var stopping = Host.StoppingAsync(CancellationToken.None);

        await PassUntilAsync(stopping);
        Assert.Contains("Draining: a wave of 20 is asked to leave; 20 of 20 have been", _gateway.Log.Entries);
        foreach (var connection in connections) _gateway.Hub.Remove(connection);
    }

    [Fact]
    public async Task StoppingAsync_ClientThatNeverAnswers_IsCutInItsTimeAndCounted()
    {
        var client = await (await _gateway.ConnectAsync(_user)).GreetedAsync();

        var stopping = Host.StoppingAsync(CancellationToken.None);
        await UntilTimerAsync(_gateway.DrainOptions.WaveInterval);
        _gateway.Time.Advance(_gateway.DrainOptions.WaveInterval);
        await UntilTimerAsync(_gateway.Options.CloseTimeout + TimeSpan.FromSeconds(2));
        _gateway.Pass(5);
        await client.Served;
        await UntilTimerAsync(TimeSpan.FromMilliseconds(500));

        Assert.Contains(_gateway.Log.Entries, entry =>
            entry.StartsWith("Drained of 1 connections", StringComparison.Ordinal) && entry.EndsWith("1 of them were cut, 0 are left", StringComparison.Ordinal));
        Assert.Empty(_user.Attached);
        _gateway.Time.Advance(TimeSpan.FromSeconds(1));
        await stopping.WithinReason();
    }

    [Fact]
    public async Task StoppingAsync_TheHostsPatienceEnds_ReturnsAndSaysSo()
    {
        using var patience = new CancellationTokenSource();
        var client = await (await _gateway.ConnectAsync(_user)).GreetedAsync();
        var stopping = Host.StoppingAsync(patience.Token);
        await client.NextAsync("reconnect");

        await patience.CancelAsync();
        await stopping.WithinReason();

        Assert.Contains("The grace period was over before the drain was; 1 connections are cut", _gateway.Log.Entries);
    }

    /// <summary>How many each wave asked, as the log says.</summary>
    private List<int> WavesLogged() =>
    [
        .. _gateway.Log.Entries
            .Where(entry => entry.StartsWith("Draining: a wave of ", StringComparison.Ordinal))
            .Select(entry => int.Parse(entry.Split(' ')[4], CultureInfo.InvariantCulture)),
    ];

    /// <summary>Lets time pass, a little at a time, until it is done.</summary>
    private async Task PassUntilAsync(Task done)
    {
        using var step = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (!done.IsCompleted)
        {
            _gateway.Time.Advance(TimeSpan.FromMilliseconds(50));
            await step.WaitForNextTickAsync().AsTask().WithinReason();
        }

        await done;
    }

    private async Task UntilTimerAsync(TimeSpan due)
    {
        while (await _gateway.Time.NextTimerAsync() != due)
        {
        }
    }

    private Connection NewConnection() => new(
        new ConnectionIdentity(ConnectionId.NewId(), UserId.Parse(AddUser()), ClientId.NewId(), false, _gateway.Time.NowMs),
        _gateway.Services,
        new Access(UserId.Parse(_user.Name), long.MaxValue, null, new TokenStamp(null, null)));

    private string AddUser()
    {
        _gateway.Users.Add(_user);
        return _user.Name;
    }
}

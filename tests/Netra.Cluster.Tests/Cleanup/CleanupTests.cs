using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Netra.Gateway;

namespace Netra.Cluster.Tests;

/// <summary>Whatever way connections end, nothing of them is left: not on a list, not on a wheel, not in memory.</summary>
public sealed class CleanupTests
{
    private const int Endings = 1_000;
    private const int AtOnce = 50;
    private const int Users = 20;

    private readonly ShiftedTime _time = new();
    private int _sessions;

    [Fact]
    public async Task AnyEnding_AThousandOfThem_LeavesExactlyTheLivingConnections()
    {
        var seed = Environment.GetEnvironmentVariable("NETRA_SEED") is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"NETRA_SEED={seed}");
        var random = new Random(seed);
        await using var cluster = await NetraCluster.StartAsync(ShapeOf());
        var gateway = cluster.Gateway;
        var living = new Dictionary<string, TestClient>();
        for (var i = 0; i < Users; i++)
        {
            await gateway.User($"user-{i}").PublishAsync(messages: 150, payloadBytes: 1_000);
            living.Add($"user-{i}", await TestClient.ConnectAsync(gateway, $"user-{i}", "start=head"));
        }

        var traces = new List<WeakReference>();
        for (var done = 0; done < Endings; done += AtOnce) traces.AddRange(await EndManyAsync(gateway, random, living.Values));

        await AssertOnlyTheLivingAsync(gateway, living);
        await Eventually.HoldsAsync(() => CountOfLiving(traces) == 0, "the end of the ended connections' objects");
        cluster.Errors.TakeExpected(FaultySocket.Fault);
        foreach (var client in living.Values) await client.DisposeAsync();
        Assert.Equal(0, gateway.Hub.Count);
    }

    private ClusterShape ShapeOf() => new()
    {
        GatewayTime = _time,
        // Without renewals, which are the tests' own.
        Users = users => users.LeaseDuration = TimeSpan.FromHours(1),
        Gateway = gateway =>
        {
            gateway.ConnectionsPerUser = 1_000;
            gateway.MaxMessageBytes = 4_096;
        },
    };

    private async Task<List<WeakReference>> EndManyAsync(ClusterNode gateway, Random random, ICollection<TestClient> living)
    {
        var doomed = Enumerable.Range(0, AtOnce).Select(_ => new DoomedConnection(
            gateway,
            $"user-{random.Next(Users)}",
            random.GetItems(Enum.GetValues<Ending>(), 1)[0],
            $"doomed-{++_sessions}",
            _time.GetUtcNow().ToUnixTimeMilliseconds())).ToList();
        await Task.WhenAll(doomed.Select(connection => connection.EndAsync()));

        // Time ends the rest: those who say nothing, those who read nothing, and then those who answer no close frame.
        await PassAsync(gateway, 40, living);
        await PassAsync(gateway, 40, living);
        await PassAsync(gateway, 6, living);
        // The wheel has a clock of its own too: one that both turn at once may be looked at a whole turn later.
        await Eventually.HoldsAsync(() => Turn(gateway) && doomed.TrueForAll(connection => connection.IsServed), "the end of all that time ends");
        return [.. doomed.SelectMany(connection => connection.Traces)];
    }

    /// <summary>Lets time pass in which the living are heard of.</summary>
    private async Task PassAsync(ClusterNode gateway, int seconds, ICollection<TestClient> living)
    {
        // Before it as well, so that the time that passes by itself is not added to it.
        foreach (var client in living) await client.AssertNothingMoreAsync();
        _time.Shift(TimeSpan.FromSeconds(seconds));
        foreach (var client in living) await client.AssertNothingMoreAsync();
        Turn(gateway);
    }

    private static bool Turn(ClusterNode gateway)
    {
        var wheel = gateway.Services.GetRequiredService<TimerWheel>();
        for (var step = 0; step < 64; step++) wheel.Advance();
        return true;
    }

    private static async Task AssertOnlyTheLivingAsync(ClusterNode gateway, Dictionary<string, TestClient> living)
    {
        Assert.Equal(living.Values.Select(client => client.ConnectionId).Order(), gateway.Hub.All.Select(connection => connection.Identity.Id.ToString()).Order());
        Assert.Equal(living.Count, gateway.Hub.ByUser.Count());
        Assert.Equal(living.Count, gateway.Services.GetRequiredService<Drain>().Served.Count);
        // One that is being looked at is off the wheel for a moment.
        await Eventually.HoldsAsync(() => gateway.Services.GetRequiredService<TimerWheel>().Count == living.Count, "the living alone on the wheel");
        foreach (var (user, client) in living)
        {
            var listed = Assert.Single((await gateway.User(user).DescribeAsync()).Connections);
            Assert.Equal(client.ConnectionId, listed.Connection.ToString());
            var seq = await gateway.User(user).PublishAsync();
            Assert.Equal(151, seq);
            Assert.Single(await client.ReadToAsync(seq, after: 150));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int CountOfLiving(List<WeakReference> traces)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return traces.Count(trace => trace.IsAlive);
    }
}

using System.Globalization;

namespace Netra.EndToEnd.Tests;

/// <summary>A thousand connections of a real process end in every way that a network knows, and nothing of them is left.</summary>
public sealed class ManyEndingsTests
{
    private const int Users = 10;
    private const int AtOnce = 50;

    private static readonly Func<RawConnection, string, Task>[] Endings =
    [
        CloseAsync, ResetAsync, ResetInsideAFrameAsync, BreakTheFramingAsync, SendNoTextAsync, ReadNothingAsync, ResetInTheReplayAsync,
        ResetBeforeTheAnswerAsync, SendTooMuchAsync,
    ];

    /// <summary>Those for which the server waits.</summary>
    private static readonly Func<RawConnection, string, Task>[] SlowEndings = [SayNothingAsync, ExpireAsync];

    [Fact]
    public async Task AnyEnding_AThousandOfThem_ListsHandlesAndThreadsAreAsBefore()
    {
        var random = new Random(TestSeed.Next());
        await using var host = await HostProcess.StartAsync(new HostSettings { MaxOutputLines = 20_000 }
            .With("Netra:Gateway:ConnectionsPerUser", "1000")
            .With("Netra:Gateway:MaxMessageBytes", "4096")
            .With("Netra:Gateway:HeartbeatInterval", "00:00:04")
            .With("Netra:Gateway:HeartbeatTimeout", "00:00:15")
            .With("Netra:Gateway:CloseTimeout", "00:00:01")
            .With("Logging:LogLevel:Netra.Gateway.Connection", "Warning")
            .With("Logging:LogLevel:Netra.Gateway.ConnectionServer", "Warning"));
        var living = new List<NetraSocket>();
        for (var i = 0; i < Users; i++)
        {
            await host.Api.PublishManyAsync($"user-{i}", 500);
            living.Add(await host.ConnectAsync($"user-{i}", "start=head"));
        }

        // The first ones make what every process makes once: threads, compiled code, pools.
        await EndManyAsync(host, random, 200);
        await AssertListsAsync(host, living);
        var before = ProcessUse.Of(host);
        await EndManyAsync(host, random, 1_000);
        await AssertListsAsync(host, living);

        await Eventually.IsAsync(true, () => Task.FromResult(ProcessUse.Of(host) is var now && now.Descriptors <= before.Descriptors + 10 && now.Threads <= before.Threads + 10));
        TestContext.Current.TestOutputHelper?.WriteLine($"before {before}, after {ProcessUse.Of(host)}");
        Assert.DoesNotContain(host.Output.Lines, line => line.StartsWith("fail:", StringComparison.Ordinal) || line.StartsWith("crit:", StringComparison.Ordinal));
        foreach (var socket in living)
        {
            await socket.PingAsync();
            await socket.DisposeAsync();
        }
    }

    /// <summary>A tenth of them slowly, all at once, and the others some at once.</summary>
    private static async Task EndManyAsync(HostProcess host, Random random, int count)
    {
        var slowly = Choose(random, SlowEndings, count / 10).Select(one => EndAsync(host, one.User, one.End)).ToList();
        foreach (var some in Choose(random, Endings, count - slowly.Count).Chunk(AtOnce))
            await Task.WhenAll(some.Select(one => EndAsync(host, one.User, one.End)));
        await Task.WhenAll(slowly);
    }

    private static List<(string User, Func<RawConnection, string, Task> End)> Choose(Random random, Func<RawConnection, string, Task>[] endings, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => ($"user-{random.Next(Users)}", random.GetItems(endings, 1)[0]))];

    private static async Task EndAsync(HostProcess host, string user, Func<RawConnection, string, Task> end)
    {
        await using var raw = await RawConnection.OpenAsync(host.Port);
        await end(raw, user);
    }

    /// <summary>Waits until each user's list holds the living connection alone.</summary>
    private static async Task AssertListsAsync(HostProcess host, List<NetraSocket> living)
    {
        for (var i = 0; i < Users; i++)
        {
            var user = $"user-{i}";
            var id = living[i].Frames[0].Payload.GetProperty("connection_id").GetString()!;
            await Eventually.IsAsync(id, async () => string.Join(' ', (await host.Api.UserAsync(user)).GetProperty("connections").EnumerateArray()
                .Select(connection => connection.GetProperty("connection_id").GetString())));
        }
    }

    private static Task OpenAsync(RawConnection raw, string user, string start = "head") =>
        raw.UpgradeAsync($"token={TestToken.For(user)}&start={start}");

    private static async Task CloseAsync(RawConnection raw, string user)
    {
        await OpenAsync(raw, user);
        await raw.SendAsync([0x88, 0x82, 0, 0, 0, 0, 0x03, 0xE8]);
        Assert.Equal(1000, await raw.ReadCloseCodeAsync());
    }

    private static async Task ResetAsync(RawConnection raw, string user)
    {
        await OpenAsync(raw, user);
        raw.Reset();
    }

    private static async Task ResetInsideAFrameAsync(RawConnection raw, string user)
    {
        await OpenAsync(raw, user);
        await raw.SendAsync([0x81, 0xFE, 0x10]);
        raw.Reset();
    }

    private static async Task BreakTheFramingAsync(RawConnection raw, string user)
    {
        await OpenAsync(raw, user);
        await raw.SendAsync([0x83, 0x80, 0, 0, 0, 0]);
        Assert.Equal(1002, await raw.ReadCloseCodeAsync());
    }

    private static async Task SendNoTextAsync(RawConnection raw, string user)
    {
        await OpenAsync(raw, user);
        await raw.SendAsync([0x81, 0x82, 0, 0, 0, 0, 0xFF, 0xFE]);
        Assert.Equal(1007, await raw.ReadCloseCodeAsync());
    }

    private static async Task SayNothingAsync(RawConnection raw, string user)
    {
        await OpenAsync(raw, user);
        Assert.Equal(4408, await raw.ReadCloseCodeAsync());
    }

    private static async Task ReadNothingAsync(RawConnection raw, string user)
    {
        await OpenAsync(raw, user, "oldest");
        raw.Reset();
    }

    private static async Task ResetInTheReplayAsync(RawConnection raw, string user)
    {
        await OpenAsync(raw, user, "oldest");
        await raw.ReadAsync(20_000);
        raw.Reset();
    }

    private static async Task ResetBeforeTheAnswerAsync(RawConnection raw, string user)
    {
        await raw.SendAsync($"GET /ws?token={TestToken.For(user)} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        raw.Reset();
    }

    private static async Task SendTooMuchAsync(RawConnection raw, string user)
    {
        await OpenAsync(raw, user);
        await raw.SendAsync([0x81, 0xFE, 0x14, 0, 0, 0, 0, 0, .. new byte[5_120]]);
        Assert.Equal(1009, await raw.ReadCloseCodeAsync());
    }

    private static async Task ExpireAsync(RawConnection raw, string user)
    {
        // Admitted within the clock skew of 30 s, until it is over. Sooner than the others that are slow, and not before it is let in.
        var exp = (TestToken.Now - 20).ToString(CultureInfo.InvariantCulture);
        await raw.UpgradeAsync($"token={TestToken.Sign($$"""{"sub":"{{user}}","exp":{{exp}}}""")}&start=head");
        Assert.Equal(4401, await raw.ReadCloseCodeAsync());
    }
}

using System.Globalization;

namespace Netra.EndToEnd.Tests;

/// <summary>SIGTERM: connections are asked to come back and served until they go, and nothing that was accepted is lost.</summary>
public sealed class ShutdownTests
{
    /// <summary>Less than the grace period, of 28 s.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(25);

    [Fact]
    public async Task Stop_WithConnectionsAndPublishersAtWork_EndsInOrderAndLosesNothing()
    {
        await using var host = await HostProcess.StartAsync();
        var sockets = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => host.ConnectAsync($"user-{i}")));
        var accepted = new List<long>();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var publishing = Task.Run(() => PublishAsync(host, accepted, started));
        await started.Task.WaitAsync(Patience.Short);

        host.AskToStop();
        foreach (var socket in sockets)
        {
            var reconnect = await socket.ReceiveAsync("reconnect");
            Assert.Equal("draining", reconnect.Payload.GetProperty("reason").GetString());
            Assert.InRange(reconnect.Payload.GetProperty("after_ms").GetInt64(), 0, 5_000);
            Assert.Equal(1012, (await socket.EndAsync()).Code);
        }

        Assert.Equal(0, await host.ExitAsync(Grace));
        await publishing;
        foreach (var socket in sockets) await socket.DisposeAsync();

        await host.StartAgainAsync();
        Assert.Empty(await new UserCalls(host.Api, "user-0").ConnectionIdsAsync());
        var stored = await host.Api.AllMessagesAsync("publisher");
        Assert.Equal(Enumerable.Range(1, stored.Count).Select(seq => (long?)seq), stored.Select(frame => frame.Seq));
        Assert.Empty(accepted.Except(stored.Select(frame => frame.Seq!.Value)));
        Assert.True(accepted.Count > 5);
    }

    [Fact]
    public async Task Stop_WithoutConnections_IsQuick()
    {
        await using var host = await HostProcess.StartAsync();
        await host.Api.PublishAsync("alice", "note", "{}");

        Assert.Equal(0, await host.StopAsync(Grace));

        Assert.DoesNotContain(host.Output.Lines, line => line.StartsWith("fail:", StringComparison.Ordinal) || line.StartsWith("crit:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stop_WhileItStarts_EndsInOrder()
    {
        var root = Directory.CreateTempSubdirectory("netra-e2e-");
        try
        {
            var output = new HostOutput(maxLines: 1_000);
            var opened = output.NextAsync(line => line.Contains("Opened the store", StringComparison.Ordinal));
            using var program = HostProgram.Start(
                [
                    "--environment", "Development", "--Netra:Url", Address(), "--Netra:ManagementUrl", Address(),
                    "--Netra:Cluster:SiloPort", FreePorts.Next().ToString(CultureInfo.InvariantCulture), "--Netra:Storage:RocksDb:Path", Path.Combine(root.FullName, "data"),
                ],
                output);
            await opened.WaitAsync(Patience.Long);

            program.AskToStop();

            Assert.Equal(0, await program.ExitAsync(Grace));
            Assert.DoesNotContain(output.Lines, line => line.StartsWith("Unhandled exception", StringComparison.Ordinal));
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    private static string Address() => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePorts.Next()}");

    /// <summary>Publishes one after the other until an answer says that its connection is closed. No call is cut.</summary>
    private static async Task PublishAsync(HostProcess host, List<long> accepted, TaskCompletionSource started)
    {
        while (true)
        {
            var answer = await host.Api.PostAsync("/api/v1/users/publisher/messages", """{"type":"note"}""");
            if (answer.Status == 200) accepted.Add(answer.Json.GetProperty("seq").GetInt64());
            else answer.AssertProblem(503, "draining");
            if (accepted.Count == 10) started.TrySetResult();
            if (answer.Headers.ConnectionClose == true) return;
        }
    }
}

using System.Globalization;

namespace Netra.EndToEnd.Tests;

/// <summary>What a process that was asked to end answers until it has ended, and how it ends.</summary>
[Collection(nameof(Alone))]
public sealed class LeavingTests
{
    private static readonly TimeSpan Exit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Leaving_BeforeAnybodyIsAsked_IsNotReadyRefusesUpgradesAndServesTheRest()
    {
        await using var host = await HostProcess.StartAsync(new HostSettings()
            .With("Netra:Drain:ReadinessDelay", "00:00:06").With("Netra:Drain:GracePeriod", "00:00:40"));
        await using var socket = await host.ConnectAsync("alice");
        await AskToStopAsync(host);

        using var http = new HttpClient();
        using var ready = await http.GetAsync(new Uri(host.ManagementUrl + "/health/ready"));
        Assert.Equal(503, (int)ready.StatusCode);
        Assert.Contains("\"description\":\"draining\"", await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.StartsWith("""{"status":"ok",""", await http.GetStringAsync(new Uri(host.ManagementUrl + "/health/live")), StringComparison.Ordinal);
        var refused = await Upgrade.TryAsync(host.Api, "token=" + TestToken.For("bob"));
        refused.AssertProblem(503, "draining");
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
        var published = await host.Api.PostAsync("/api/v1/users/alice/messages", """{"type":"note"}""");
        published.AssertOk();
        Assert.True(published.Headers.ConnectionClose);
        Assert.DoesNotContain(await socket.PingAsync(), frame => frame.Type == "reconnect");

        await socket.ReceiveAsync("reconnect");
        Assert.Equal(1012, (await socket.EndAsync()).Code);
        Assert.Equal(0, await host.ExitAsync(Exit));
        Assert.Contains(host.Output.Lines, line => line.Contains("Drained of 1 connections", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Leaving_CallAfterCallOnNewConnections_ServedThenRefusedAndNeverCut()
    {
        await using var host = await HostProcess.StartAsync();
        var statuses = new List<int>();
        await AskToStopAsync(host);

        var end = await Record.ExceptionAsync(async () =>
        {
            while (true)
            {
                var answer = await host.Api.PostAsync("/api/v1/users/alice/messages", """{"type":"note"}""");
                if (answer.Status != 200) answer.AssertProblem(503, "draining");
                if (answer.Status != 200) Assert.NotNull(answer.Headers.RetryAfter);
                Assert.True(answer.Headers.ConnectionClose);
                statuses.Add(answer.Status);
            }
        });

        // The last one finds the port closed, or sees it close. It was not carried out: the count below says so.
        Assert.IsType<HttpRequestException>(end);
        Assert.Equal(0, await host.ExitAsync(Exit));
        Assert.Equal([200, 503], statuses.Distinct());
        Assert.Equal(statuses.Order(), statuses);
        await host.StartAgainAsync();
        Assert.Equal(statuses.Count(status => status == 200), (await host.Api.UserAsync("alice")).GetProperty("head_seq").GetInt32());
    }

    [Fact]
    public async Task Leaving_ClientThatNeverAnswersTheCloseFrame_IsCutInItsTime()
    {
        await using var host = await HostProcess.StartAsync(new HostSettings().With("Netra:Gateway:CloseTimeout", "00:00:01"));
        await using var raw = await RawConnection.OpenAsync(host.Port);
        await raw.UpgradeAsync("token=" + TestToken.For("alice"));

        host.AskToStop();

        Assert.Equal(1012, await raw.ReadCloseCodeAsync());
        Assert.Equal(0, await host.ExitAsync(Exit));
        Assert.Contains(host.Output.Lines, line => line.Contains("1 of them were cut, 0 are left", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Leaving_AskedASecondTime_EndsAtOnceAndLosesNothing()
    {
        await using var host = await HostProcess.StartAsync(new HostSettings()
            .With("Netra:Drain:ReadinessDelay", "00:00:10").With("Netra:Drain:GracePeriod", "00:00:40"));
        await using var socket = await host.ConnectAsync("alice");
        await host.Api.PublishAsync("alice", "note", "{}");
        await AskToStopAsync(host);

        host.AskToStop();

        Assert.Equal(143, await host.ExitAsync(TimeSpan.FromSeconds(9.5)));
        Assert.Equal(SocketEnd.Lost, (await socket.EndAsync()).Code);
        await host.StartAgainAsync();
        Assert.Single(await host.Api.AllMessagesAsync("alice"));
    }

    [Fact]
    public async Task Leaving_Silo_WhatWasAcceptedIsThereAndConnectionsOutliveIt()
    {
        await using var silo = await HostProcess.StartAsync(new HostSettings { Environment = "Production" }.With("Netra:Role", "Silo"));
        await using var gateway = await HostProcess.StartAsync(ProductionHost.Settings()
            .With("Netra:Role", "Gateway")
            .With("Netra:Cluster:PrimarySilo", "127.0.0.1:" + silo.SiloPort.ToString(CultureInfo.InvariantCulture)));
        await using var socket = await NetraSocket.ConnectAsync(gateway.BaseUrl, DrainCluster.TokenOf("alice"));
        var accepted = new List<long>();
        var publishing = Task.Run(async () =>
        {
            while (true)
            {
                var answer = await gateway.Api.SendAsync(
                    HttpMethod.Post, "/api/v1/users/alice/messages", """{"type":"note"}""", ProductionHost.PublishKey);
                if (answer.Status != 200) return answer;
                accepted.Add(answer.Json.GetProperty("seq").GetInt64());
            }
        });
        await socket.UntilAsync(5);

        Assert.Equal(0, await silo.StopAsync(Exit));

        (await publishing.WaitAsync(Patience.Short)).AssertProblem(503, "unavailable");
        await socket.UntilAsync(accepted[^1]);
        await socket.PingAsync();
        Assert.Contains(silo.Output.Lines, line => line.Contains("Closed the store", StringComparison.Ordinal));
        Assert.DoesNotContain(silo.Output.Lines, line => line.StartsWith("fail: Netra", StringComparison.Ordinal) || line.StartsWith("crit:", StringComparison.Ordinal));
    }

    /// <summary>SIGTERM, and waits until the process has begun to leave.</summary>
    private static Task<string> AskToStopAsync(HostProcess host)
    {
        var begun = host.Output.NextAsync(line => line.Contains("Draining begins", StringComparison.Ordinal));
        host.AskToStop();
        return begun.WaitAsync(Patience.Short);
    }
}

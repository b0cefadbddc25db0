using System.Globalization;

namespace Netra.EndToEnd.Tests;

/// <summary>Traces through handlers and processes, and the logs that are of them.</summary>
public sealed class HandlerTraceTests
{
    [Fact]
    public async Task Webhook_OfATracedMessage_GetsTheTraceOfItsHandler()
    {
        await using var collector = new Collector();
        await using var host = await HostProcess.StartAsync(Settings(collector, "/hooks/fine"));
        await using var socket = await host.ConnectAsync("alice");
        var caller = CallerTrace.New();

        await socket.SendAsync($$$"""{"type":"order_placed","id":"o-1","traceparent":"{{{caller.Parent}}}","payload":{}}""");
        await socket.ReceiveAsync("ack");
        await socket.SendAsync("""{"type":"order_placed","id":"o-2","payload":{}}""");
        await socket.ReceiveAsync("ack");

        var spans = await collector.TraceAsync(caller.Trace, 4);
        var handle = Assert.Single(spans["netra.handle"]);
        var submit = Assert.Single(spans["netra.submit"]);
        Assert.Equal(submit.Id, handle.Parent);
        Assert.Equal(submit.Id, Assert.Single(spans["netra.commit"]).Parent);
        Assert.Equal(("order_placed", "1"), (handle.Attributes["netra.message.type"], handle.Attributes["netra.handler.attempt"]));
        Assert.Equal([$"00-{caller.Trace}-{handle.Id}-01", null], collector.ParentsOf("/hooks/fine"));
        await AssertCountedAsync(host, 2, "succeeded", "succeeded");
    }

    [Fact]
    public async Task Logs_OfATracedMessage_HaveItsTraceOnTheConsoleAndAtTheCollector()
    {
        await using var collector = new Collector();
        await using var host = await HostProcess.StartAsync(Settings(collector, Collector.FailingPath)
            .With("Logging:Console:FormatterName", "json")
            .With("Netra:Telemetry:Logs", "true"));
        await using var socket = await host.ConnectAsync("bob");
        var caller = CallerTrace.New();

        await socket.SendAsync($$$"""{"type":"order_placed","id":"o-1","traceparent":"{{{caller.Parent}}}","payload":{"text":"secret-of-this-test"} }""");
        Assert.Equal("handler_failed", (await socket.ReceiveAsync("error")).Code);

        await AssertCountedAsync(host, 1, "unavailable", "failed");
        await Scrape.AssertAsync(host, 1, "user_dead_letters_total", "netra_dead_letter_reason=\"handler_failed\"");
        var spans = await collector.TraceAsync(caller.Trace, 4);
        Assert.True(Assert.Single(spans["netra.handle"]).IsFailed);
        Assert.True(Assert.Single(spans["netra.submit"]).IsFailed);
        Assert.True(Assert.Single(spans["netra.receive"]).IsFailed);
        await Eventually.IsAsync(true, () => Task.FromResult(host.Output.Text.Contains($"\"TraceId\":\"{caller.Trace}\"", StringComparison.Ordinal)));
        var id = Convert.FromHexString(caller.Trace);
        await Eventually.IsAsync(true, () => Task.FromResult(collector.BodiesOf("/v1/logs").Any(body => body.AsSpan().IndexOf(id) >= 0)));
        Assert.DoesNotContain("secret-of-this-test", collector.Raw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_ThroughAGatewayAndASilo_IsOneTraceOfBoth()
    {
        await using var collector = new Collector();
        await using var silo = await HostProcess.StartAsync(collector.Settings(new HostSettings { Environment = "Production" }).With("Netra:Role", "Silo"));
        await using var gateway = await HostProcess.StartAsync(collector.Settings(ProductionHost.Settings())
            .With("Netra:Role", "Gateway")
            .With("Netra:Cluster:PrimarySilo", "127.0.0.1:" + silo.SiloPort.ToString(CultureInfo.InvariantCulture)));
        await using var socket = await NetraSocket.ConnectAsync(gateway.BaseUrl, TestToken.For("alice", ProductionHost.Secret));
        await socket.PingAsync();
        var caller = CallerTrace.New();

        (await CallerTrace.PostAsync(gateway.Api, "/api/v1/users/alice/messages", """{"type":"note"}""", caller.Parent, key: ProductionHost.PublishKey)).AssertOk();
        await socket.ReceiveDurableAsync(1);

        var spans = await collector.TraceAsync(caller.Trace, 5);
        var call = Assert.Single(spans["POST /api/v1/users/{user_id}/messages"]);
        var publish = Assert.Single(spans["netra.publish"]);
        var commit = Assert.Single(spans["netra.commit"]);
        var push = Assert.Single(spans["netra.push"]);
        Assert.Equal((caller.Span, call.Id, publish.Id, commit.Id), (call.Parent, publish.Parent, commit.Parent, push.Parent));
        Assert.Equal(push.Id, Assert.Single(spans["netra.deliver"]).Parent);
        Assert.Equal(["silo", "silo", "gateway", "gateway"], new[] { publish, commit, push, call }.Select(span => span.Role));

        // A replay is of the gateway, by what the silo remembers.
        await using var late = await NetraSocket.ConnectAsync(gateway.BaseUrl, TestToken.For("alice", ProductionHost.Secret), "start=oldest");
        await late.ReceiveDurableAsync(1);
        await Eventually.IsAsync(true, () => Task.FromResult(collector.Spans.Any(span => span.Links.Contains((caller.Trace, commit.Id)) && span.Role == "gateway")));
    }

    [Fact]
    public async Task CallersTraces_BeyondTheBound_AreNotRecorded()
    {
        await using var collector = new Collector();
        // So few that none comes back while the test runs.
        await using var host = await HostProcess.StartAsync(collector.Settings().With("Netra:Telemetry:Traces:CallerTracesPerSecond", "1"));
        var callers = Enumerable.Range(0, 20).Select(_ => CallerTrace.New()).ToList();
        var started = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(callers.Select(caller => caller.PublishAsync(host.Api, "alice", """{"type":"note"}""")));
        var most = 1 + (int)TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        Assert.Equal(0, await host.StopAsync());

        Assert.InRange(collector.Spans.Select(span => span.Trace).Distinct().Count(), 1, most);
        Assert.Subset(callers.Select(caller => caller.Trace).ToHashSet(), collector.Spans.Select(span => span.Trace).ToHashSet());
    }

    [Fact]
    public async Task SampleRatioOfOne_WithoutTraceparent_RecordsEveryTrace()
    {
        await using var collector = new Collector();
        await using var host = await HostProcess.StartAsync(collector.Settings().With("Netra:Telemetry:Traces:SampleRatio", "1"));
        for (var n = 0; n < 3; n++) await host.Api.PublishAsync("alice", "note", "{}");
        Assert.Equal(0, await host.StopAsync());

        var roots = collector.Spans.Where(span => span.Parent.Length == 0).ToList();
        Assert.Equal(3, roots.Count);
        Assert.All(roots, root => Assert.StartsWith("POST ", root.Name, StringComparison.Ordinal));
        Assert.Equal(9, collector.Spans.Count);
    }

    /// <summary>Calls of the webhook, and the runs of the handler that it is, are all that <c>/metrics</c> has of both.</summary>
    private static async Task AssertCountedAsync(HostProcess host, int count, string call, string run)
    {
        await Scrape.AssertAsync(host, count, "handler_runs_total", $"netra_handler_outcome=\"{run}\"");
        var scrape = await Scrape.OfAsync(host);
        Assert.Equal(count, scrape.Sum("webhook_calls_total", $"netra_webhook_outcome=\"{call}\""));
        Assert.Equal(count, scrape.Sum("webhook_calls_total", "netra_webhook_route=\"orders\""));
        Assert.Equal(count, scrape.Sum("webhook_duration_seconds_count"));
        Assert.Equal(count, scrape.Sum("handler_runs_total", "netra_handler_pattern=\"order_*\""));
        Assert.Equal(count, scrape.Sum("handler_duration_seconds_count"));
        Assert.Equal(0, scrape.Sum("work_pending"));
        Assert.DoesNotContain("order_placed", scrape.Text, StringComparison.Ordinal);
    }

    private static HostSettings Settings(Collector collector, string hook) => collector.Settings()
        .With("Netra:Webhooks:Routes:0:Name", "orders")
        .With("Netra:Webhooks:Routes:0:Types:0", "order_*")
        .With("Netra:Webhooks:Routes:0:Url", collector.Endpoint + hook)
        .With("Netra:Webhooks:Routes:0:Secrets:0", "whsec_" + Convert.ToBase64String(new byte[32]))
        .With("Netra:Webhooks:Routes:0:AllowHttp", "true")
        .With("Netra:Webhooks:Routes:0:Retries", "0");
}

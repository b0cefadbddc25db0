namespace Netra.EndToEnd.Tests;

/// <summary>One trace from the publish to the socket, as a collector gets it.</summary>
public sealed class TraceTests : IAsyncLifetime
{
    private const string Publish = "POST /api/v1/users/{user_id}/messages";

    private readonly Collector _collector = new();
    private HostProcess? _host;

    private HostProcess Host => _host!;

    public async ValueTask InitializeAsync() => _host = await HostProcess.StartAsync(_collector.Settings());

    public async ValueTask DisposeAsync()
    {
        if (_host is not null) await _host.DisposeAsync();
        await _collector.DisposeAsync();
    }

    [Fact]
    public async Task Publish_WithSampledTraceparent_IsOneTraceFromTheCallToTheSocket()
    {
        await using var socket = await LiveAsync("alice");
        var caller = CallerTrace.New();

        (await CallerTrace.PostAsync(Host.Api, "/api/v1/users/alice/messages", """{"type":"note","id":"m-1"}""", caller.Parent, "vendor=1")).AssertOk();
        await socket.ReceiveDurableAsync(1);

        var spans = await _collector.TraceAsync(caller.Trace, 5);
        var call = Assert.Single(spans[Publish]);
        var publish = Assert.Single(spans["netra.publish"]);
        var commit = Assert.Single(spans["netra.commit"]);
        var push = Assert.Single(spans["netra.push"]);
        var deliver = Assert.Single(spans["netra.deliver"]);
        Assert.Equal([caller.Span, call.Id, publish.Id, commit.Id, push.Id], new[] { call, publish, commit, push, deliver }.Select(span => span.Parent));
        Assert.All(spans.SelectMany(group => group), span => Assert.True(span.Start <= span.End && !span.IsFailed && span.Links.Count == 0, span.ToString()));
        Assert.True(call.Start <= publish.Start && publish.Start <= commit.Start && commit.Start <= deliver.Start && push.Start <= deliver.Start);
        Assert.Equal("200", call.Attributes["http.response.status_code"]);
        Assert.Equal(("alice", "m-1", "1"), (publish.Attributes["user.id"], publish.Attributes["messaging.message.id"], publish.Attributes["netra.seq"]));
        Assert.Equal("1", commit.Attributes["netra.commit.group_size"]);
        Assert.Equal(("live", "1", "alice"), (deliver.Attributes["netra.delivery"], deliver.Attributes["netra.seq"], deliver.Attributes["user.id"]));
        Assert.NotEmpty(deliver.Attributes["netra.connection_id"]);
    }

    [Fact]
    public async Task ClientMessage_WithTraceparent_IsOneTraceToEveryTab()
    {
        await using var sender = await LiveAsync("bob");
        await using var other = await LiveAsync("bob");
        var caller = CallerTrace.New();

        await sender.SendAsync($$$"""{"type":"note","id":"c-1","traceparent":"{{{caller.Parent}}}","payload":{"n":1}}""");
        await other.ReceiveDurableAsync(1);

        var spans = await _collector.TraceAsync(caller.Trace, 6);
        var receive = Assert.Single(spans["netra.receive"]);
        var submit = Assert.Single(spans["netra.submit"]);
        var commit = Assert.Single(spans["netra.commit"]);
        var push = Assert.Single(spans["netra.push"]);
        Assert.Equal([caller.Span, receive.Id, submit.Id, commit.Id], new[] { receive, submit, commit, push }.Select(span => span.Parent));
        Assert.All(spans["netra.deliver"], deliver => Assert.Equal(push.Id, deliver.Parent));
        Assert.Equal(2, spans["netra.deliver"].Select(deliver => deliver.Attributes["netra.connection_id"]).Distinct().Count());
        Assert.Equal(("note", "c-1"), (submit.Attributes["netra.message.type"], submit.Attributes["messaging.message.id"]));
    }

    [Fact]
    public async Task FlatMessage_WithTraceparent_IsTracedAndKeepsItInThePayload()
    {
        await using var sender = await LiveAsync("flat");
        var caller = CallerTrace.New();

        await sender.SendAsync($$"""{"type":"note","text":"hi","traceparent":"{{caller.Parent}}"}""");
        var relayed = (await sender.ReceiveDurableAsync(1))[0];

        Assert.Equal($$"""{"text":"hi","traceparent":"{{caller.Parent}}"}""", relayed.PayloadText);
        await _collector.TraceAsync(caller.Trace, 5);
    }

    [Fact]
    public async Task StateUpdate_WithTraceparent_IsTracedToTheSocket()
    {
        await using var sender = await LiveAsync("state");
        var caller = CallerTrace.New();

        await sender.SendAsync($$$"""{"type":"state_update","traceparent":"{{{caller.Parent}}}","payload":{"version":0,"patch":{"a":1} } }""");
        await sender.ReceiveAsync("state_updated");

        var spans = await _collector.TraceAsync(caller.Trace, 5);
        Assert.Equal("state_update", Assert.Single(spans["netra.submit"]).Attributes["netra.message.type"]);
        Assert.Single(spans["netra.deliver"]);
    }

    [Fact]
    public async Task StatePatch_WithTraceparent_IsTracedToTheSocket()
    {
        await using var socket = await LiveAsync("patch");
        var caller = CallerTrace.New();

        (await CallerTrace.SendAsync(Host.Api, HttpMethod.Patch, "/api/v1/users/patch/state", """{"a":1}""", caller.Parent)).AssertOk();
        await socket.ReceiveAsync("state_updated");

        var spans = await _collector.TraceAsync(caller.Trace, 5);
        Assert.Equal(Assert.Single(spans["netra.change_state"]).Id, Assert.Single(spans["netra.commit"]).Parent);
        Assert.Equal(Assert.Single(spans["netra.push"]).Id, Assert.Single(spans["netra.deliver"]).Parent);
    }

    [Fact]
    public async Task Ephemeral_WithTraceparent_IsTracedWithoutACommit()
    {
        await using var socket = await LiveAsync("eph");
        var caller = CallerTrace.New();

        (await caller.PublishAsync(Host.Api, "eph", """{"type":"typing","durable":false}""")).AssertOk();
        await socket.ReceiveAsync("typing");

        var spans = await _collector.TraceAsync(caller.Trace, 3);
        Assert.Equal(Assert.Single(spans["netra.publish"]).Id, Assert.Single(spans["netra.deliver"]).Parent);
    }

    [Fact]
    public async Task BatchAcrossUsers_WithTraceparent_HasEachUsersPartBelowTheCall()
    {
        await using var ada = await LiveAsync("ada");
        await using var eve = await LiveAsync("eve");
        var body = """{"messages":[{"user_id":"ada","type":"note"},{"user_id":"eve","type":"note"},{"user_id":"ada","type":"note"},{"user_id":"nobody-here","type":"note"}]}""";
        // The second time it is known where their grains are: another way.
        foreach (var _ in new[] { 1, 2 })
        {
            var caller = CallerTrace.New();
            (await CallerTrace.PostAsync(Host.Api, "/api/v1/messages", body, caller.Parent)).AssertOk();
            await ada.ReceiveDurableAsync(2);
            await eve.ReceiveDurableAsync(1);

            var spans = await _collector.TraceAsync(caller.Trace, 1 + 3 + 3 + 2 + 2);
            var call = Assert.Single(spans["POST /api/v1/messages"]);
            Assert.All(spans["netra.publish"], publish => Assert.Equal(call.Id, publish.Parent));
            Assert.Equal(["ada", "eve", "nobody-here"], spans["netra.publish"].Select(publish => publish.Attributes["user.id"]).Order());
            Assert.Equal(["ada", "eve"], spans["netra.deliver"].Select(deliver => deliver.Attributes["user.id"]).Order());
            Assert.Equal("2", spans["netra.deliver"].Single(deliver => deliver.Attributes["user.id"] == "ada").Attributes["messaging.batch.message_count"]);
        }
    }

    [Fact]
    public async Task Replay_OfATracedMessage_IsATraceOfItsOwnWithALinkToTheFirst()
    {
        var caller = CallerTrace.New();
        await Host.Api.PublishAsync("carol", "note", "{}");
        (await caller.PublishAsync(Host.Api, "carol", """{"type":"note"}""")).AssertOk();
        await Host.Api.PublishAsync("carol", "note", "{}");
        var first = await _collector.TraceAsync(caller.Trace, 3);

        await using var socket = await Host.ConnectAsync("carol", "start=oldest");
        await socket.ReceiveDurableAsync(3);

        await Eventually.IsAsync(1, () => Task.FromResult(Replays().Count));
        var replay = Replays()[0];
        Assert.NotEqual(caller.Trace, replay.Trace);
        Assert.Equal("", replay.Parent);
        Assert.Equal(("catch_up", "2"), (replay.Attributes["netra.delivery"], replay.Attributes["netra.seq"]));
        Assert.Equal([(caller.Trace, Assert.Single(first["netra.commit"]).Id)], replay.Links);

        List<SentSpan> Replays() => [.. _collector.Spans.Where(span => span.Name == "netra.deliver" && span.Attributes["user.id"] == "carol")];
    }

    [Fact]
    public async Task Traceparent_UnsampledOrHostile_IsNoTraceAndNoFault()
    {
        await using var socket = await LiveAsync("dan");
        var sampled = CallerTrace.New();
        string[] others =
        [
            CallerTrace.New(isSampled: false).Parent, "", "x", "00", sampled.Parent[..54], sampled.Parent + "-x", "ff" + sampled.Parent[2..], sampled.Parent.ToUpperInvariant() + "A",
            sampled.Parent.Replace('-', '_'), $"00-{new string('0', 32)}-{sampled.Span}-01", $"00-{sampled.Trace}-{new string('0', 16)}-01", "00-" + new string('g', 32) + sampled.Parent[35..],
            new string('1', 4_000), "00-" + new string('-', 52), "<script>",
        ];
        foreach (var parent in others)
        {
            (await CallerTrace.PostAsync(Host.Api, "/api/v1/users/dan/messages", """{"type":"note"}""", parent)).AssertOk();
            await socket.SendAsync($$$"""{"type":"note","traceparent":"{{{parent}}}","payload":{}}""");
        }

        foreach (var value in new[] { "1", "null", "{}", "[1]", "true", "\"\\ud800\"" }) await socket.SendAsync($$$"""{"type":"note","traceparent":{{{value}}},"payload":{}}""");
        await socket.ReceiveDurableAsync((2 * others.Length) + 6);

        // Behind all of them: what was sent before it would be there.
        (await sampled.PublishAsync(Host.Api, "dan", """{"type":"note"}""")).AssertOk();
        await socket.ReceiveDurableAsync(1);
        await _collector.TraceAsync(sampled.Trace, 5);
        Assert.All(_collector.Spans, span => Assert.Equal(sampled.Trace, span.Trace));
        Assert.DoesNotContain(socket.Frames, frame => frame.Type == "error");
    }

    [Fact]
    public async Task Spans_OfAllOfIt_HoldNoPayloadTokenOrKey()
    {
        var token = await Host.TokenAsync("fay");
        await using var socket = await NetraSocket.ConnectAsync(Host.BaseUrl, token);
        await socket.PingAsync();
        var (call, message, refused) = (CallerTrace.New(), CallerTrace.New(), CallerTrace.New());

        (await call.PublishAsync(Host.Api, "fay", """{"type":"note","payload":{"text":"secret-of-this-test"}}""")).AssertOk();
        await socket.SendAsync($$$"""{"type":"note","traceparent":"{{{message.Parent}}}","payload":{"text":"secret-of-this-test"}}""");
        await socket.ReceiveDurableAsync(2);
        Assert.Equal(400, (await refused.PublishAsync(Host.Api, "fay", """{"type":"error","payload":{"text":"secret-of-this-test"}}""")).Status);
        Assert.Equal(401, (await CallerTrace.PostAsync(Host.Api, "/api/v1/users/fay/messages", "{}", CallerTrace.New().Parent, key: "secret-of-this-test")).Status);

        await _collector.TraceAsync(call.Trace, 5);
        await _collector.TraceAsync(message.Trace, 5);
        var failed = Assert.Single((await _collector.TraceAsync(refused.Trace, 1)).SelectMany(group => group));
        Assert.Equal(("400", "reserved_type"), (failed.Attributes["http.response.status_code"], failed.Attributes["error.type"]));
        foreach (var secret in new[] { "secret-of-this-test", token, token.Split('.')[1], NetraApi.DevelopmentKey })
            Assert.DoesNotContain(secret, _collector.Raw, StringComparison.Ordinal);
    }

    private async Task<NetraSocket> LiveAsync(string user)
    {
        var socket = await Host.ConnectAsync(user);
        await socket.PingAsync();
        return socket;
    }
}

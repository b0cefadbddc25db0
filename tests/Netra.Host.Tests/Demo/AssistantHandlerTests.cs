using System.Text.Json.Nodes;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Host.Tests;

/// <summary>The demo's assistant on a user whose log and state are durable at once, and whose process may end between any two effects.</summary>
public sealed class AssistantHandlerTests
{
    private const string Question = "How do I keep messages through a crash?";

    private readonly InstantTime _time = new();
    private readonly DemoUser _user = new();

    [Fact]
    public async Task Handle_Question_StreamsTheAnswerAndKeepsItsPlaceInTheState()
    {
        await AskAsync("q-1");

        var types = _user.Messages.Select(message => message.Type).ToList();
        var chunks = ChunksOf(_user);
        Assert.Equal(["agent_started", "agent_thinking", "agent_thinking", "agent_thinking", .. chunks.Select(_ => "partial_result"), "agent_completed"], types);
        Assert.InRange(chunks.Count, AssistantAnswer.MinChunks, AssistantAnswer.MaxChunks);
        Assert.Equal(Enumerable.Range(0, chunks.Count), chunks.Select(chunk => (int)chunk["index"]!));
        Assert.All(_user.Messages, message => Assert.Equal("q-1", (string?)JsonNode.Parse(message.Payload.Span)!["run_id"]));
        var took = (long)_time.Waits.Sum(wait => wait.TotalMilliseconds);
        Assert.Equal($$"""agent_completed {"run_id":"q-1","chunks":{{chunks.Count}},"took_ms":{{took}}}""", _user.Log[^2]);
        Assert.Equal(
            $$$"""{"assistant":{"run_id":"q-1","status":"completed","chunks_done":{{{chunks.Count}}},"chunks_total":{{{chunks.Count}}},"asked_at":{{{Now}}}}}""",
            _user.State.ToJsonString());
        Assert.All(_time.Waits, wait => Assert.InRange(wait.TotalMilliseconds, 50, 150));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Handle_AfterACrashAtAnyEffect_LeavesTheSameLogAsWithoutOne(bool afterTheEffect)
    {
        await AskAsync("q-1");
        var whole = WithoutTimes(_user.Log);

        for (var crash = 0; crash < _user.Effects; crash++)
        {
            var user = new DemoUser();
            user.AtEffect = (number, after) =>
            {
                if (number == crash && after == afterTheEffect) throw new CrashException();
            };
            await Assert.ThrowsAsync<CrashException>(() => RunAsync(user, Ask("q-1")));
            await RunAsync(user, Ask("q-1"));

            Assert.Equal(whole, WithoutTimes(user.Log));
        }
    }

    [Fact]
    public async Task Handle_AfterACrashInTheMiddle_PassesWhatIsDoneWithoutAPause()
    {
        await AskAsync("q-1");
        var (total, waits) = (ChunksOf(_user).Count, _time.Waits.Count);
        var user = new DemoUser();
        user.AtEffect = (_, after) =>
        {
            if (after && (int?)user.State["assistant"]?["chunks_done"] == 16) throw new CrashException();
        };
        await Assert.ThrowsAsync<CrashException>(() => RunAsync(user, Ask("q-1")));
        user.AtEffect = null;
        var effects = user.Effects;
        _time.Waits.Clear();

        await RunAsync(user, Ask("q-1"));

        Assert.Equal(total - 16, _time.Waits.Count);
        // Each chunk that was left, a record for every fourth and for the last, and the end with its record.
        Assert.Equal(total - 16 + (total - 16 + 3) / 4 + 2, user.Effects - effects);
        Assert.True(waits > total);
    }

    [Fact]
    public async Task Cancel_InTheMiddle_EndsTheRunAsCancelled()
    {
        _user.AtEffect = (_, after) =>
        {
            if (!after || ChunksOf(_user).Count != 6 || _user.State["assistant"]!["cancel"] is not null) return;
            CancelAsync("""{"run_id":"q-1"}""").GetAwaiter().GetResult();
        };

        await AskAsync("q-1");

        Assert.Equal(6, ChunksOf(_user).Count);
        var end = JsonNode.Parse(_user.Messages[^1].Payload.Span)!;
        Assert.Equal((6, true, "asked"), ((int)end["chunks"]!, (bool)end["cancelled"]!, (string?)end["reason"]));
        Assert.Equal("cancelled", (string?)_user.State["assistant"]!["status"]);
    }

    [Theory]
    [InlineData("{}", "No run is going on.")]
    [InlineData("""{"run_id":"q-1"}""", "No run is going on.")]
    [InlineData("""{"run_id":5}""", "The 'run_id' must be a string.")]
    public async Task Cancel_WithNoRunGoingOn_IsRejected(string payload, string message)
    {
        await AskAsync("q-1");

        var rejected = await Assert.ThrowsAsync<MessageRejectedException>(() => CancelAsync(payload));

        Assert.Equal((message, "run_id"), (rejected.Error.Message, rejected.Error.Details?.Field));
        Assert.Null(_user.State["assistant"]!["cancel"]);
    }

    [Fact]
    public async Task Cancel_OfAnotherRun_IsRejected()
    {
        Write("""{"assistant":{"run_id":"q-2","status":"running","chunks_done":4,"asked_at":1}}""");

        var rejected = await Assert.ThrowsAsync<MessageRejectedException>(() => CancelAsync("""{"run_id":"q-1"}"""));

        Assert.Equal("run_id", rejected.Error.Details?.Field);
    }

    [Fact]
    public async Task Handle_NewerQuestionMeanwhile_EndsAndLeavesTheStateToIt()
    {
        var newer = $$$"""{"assistant":{"run_id":"q-2","status":"running","chunks_done":4,"asked_at":{{{Now + 1}}}}}""";
        _user.AtEffect = (_, after) =>
        {
            if (after && ChunksOf(_user).Count == 8 && (string?)_user.State["assistant"]!["run_id"] == "q-1") Write(newer);
        };

        await AskAsync("q-1");

        Assert.Equal(8, ChunksOf(_user).Count);
        Assert.Contains("""
            "cancelled":true,"reason":"superseded"}
            """, _user.Log[^1], StringComparison.Ordinal);
        Assert.Equal(("q-2", 4), ((string?)_user.State["assistant"]!["run_id"], (int)_user.State["assistant"]!["chunks_done"]!));
    }

    [Theory]
    [InlineData("""{"assistant":"mine"}""")]
    [InlineData("""{"assistant":{"run_id":5,"status":"running"}}""")]
    [InlineData("""{"assistant":{"run_id":"q-0","status":"running","chunks_done":"x","asked_at":1e300}}""")]
    public async Task Handle_StateThatAClientBroke_TakesItsPlace(string state)
    {
        Write(state);

        await AskAsync("q-1");

        Assert.Equal("completed", (string?)_user.State["assistant"]!["status"]);
    }

    [Fact]
    public async Task Handle_StateThatOthersChangeAllTheTime_GivesUpInsteadOfWaitingForEver()
    {
        _user.AtEffect = (_, after) =>
        {
            if (after) return;
            _user.AtEffect = null;
            Write("""{"theirs":true}""");
            _user.AtEffect = Again;
        };

        await Assert.ThrowsAsync<InvalidOperationException>(() => AskAsync("q-1"));

        void Again(int number, bool after)
        {
            if (after) return;
            _user.AtEffect = null;
            Write($$"""{"theirs":{{number}}}""");
            _user.AtEffect = Again;
        }
    }

    private static long Now => InstantTime.Start.ToUnixTimeMilliseconds();

    private static InboundMessage Ask(string id) =>
        new(AssistantHandler.MessageType, id, Json.Bytes(new JsonObject { ["question"] = Question }), Now);

    private static List<JsonNode> ChunksOf(DemoUser user) =>
        [.. user.Messages.Where(message => message.Type == "partial_result").Select(message => JsonNode.Parse(message.Payload.Span)!)];

    private static List<string> WithoutTimes(IEnumerable<string> log) =>
        [.. log.Select(line => line.StartsWith("agent_completed", StringComparison.Ordinal) ? line[..line.IndexOf("\"took_ms\"", StringComparison.Ordinal)] : line)];

    private Task AskAsync(string id) => RunAsync(_user, Ask(id));

    private Task RunAsync(DemoUser user, InboundMessage message) => new AssistantHandler(_time).HandleAsync(new DemoContext(user, message), CancellationToken.None);

    private async Task CancelAsync(string payload)
    {
        var message = new InboundMessage(AssistantCancelHandler.MessageType, "c-1", Json.Bytes(JsonNode.Parse(payload)!), Now);
        var context = new DemoContext(_user, message);
        await new AssistantCancelHandler().HandleAsync(context, CancellationToken.None);
        context.Complete();
    }

    private void Write(string patch) => _user.Change(new StateChange(StateChangeKind.Patch, Json.Bytes(JsonNode.Parse(patch)!), null));
}

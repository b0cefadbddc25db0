using System.Text.Json;

namespace Netra.EndToEnd.Tests;

/// <summary>What a user's log must hold of one run of the demo's assistant.</summary>
internal static class AssistantLog
{
    public static string Ask(string id, string question) => JsonSerializer.Serialize(new { type = "assistant_ask", id, payload = new { question } });

    /// <summary>The answer, put together from its pieces.</summary>
    public static string TextOf(IReadOnlyList<Frame> frames) =>
        string.Concat(frames.Where(frame => frame.Type == "partial_result").Select(frame => frame.Payload.GetProperty("text").GetString()));

    /// <summary>Asserts that the log holds each step of the run once, in order and whole, and that its progress in the state never went back.</summary>
    public static void AssertWhole(string runId, IReadOnlyList<Frame> log)
    {
        var messages = log.Where(frame => frame.Type != "state_updated").ToList();
        var chunks = messages.Where(frame => frame.Type == "partial_result").ToList();
        Assert.Equal(
            ["agent_started", "agent_thinking", "agent_thinking", "agent_thinking", .. chunks.Select(_ => "partial_result"), "agent_completed"],
            messages.Select(frame => frame.Type));
        Assert.All(messages, frame => Assert.Equal(runId, frame.Payload.GetProperty("run_id").GetString()));
        Assert.Equal(3, messages.Where(frame => frame.Type == "agent_thinking").Select(frame => frame.Payload.GetProperty("note").GetString()).Distinct().Count());
        Assert.InRange(chunks.Count, 20, 60);
        Assert.Equal(Enumerable.Range(0, chunks.Count), chunks.Select(frame => frame.Payload.GetProperty("index").GetInt32()));
        Assert.Equal(chunks.Count, messages[^1].Payload.GetProperty("chunks").GetInt32());
        Assert.Equal(Enumerable.Range(1, log.Count).Select(seq => (long?)seq), log.Select(frame => frame.Seq));

        var states = log.Where(frame => frame.Type == "state_updated").Select(frame => frame.Payload).ToList();
        Assert.Equal(Enumerable.Range(1, states.Count), states.Select(state => state.GetProperty("version").GetInt32()));
        var done = states
            .Select(state => state.GetProperty("patch").GetProperty("assistant"))
            .Where(assistant => assistant.TryGetProperty("chunks_done", out _))
            .Select(assistant => assistant.GetProperty("chunks_done").GetInt32())
            .ToList();
        Assert.Equal(done.Distinct().Order(), done);
        Assert.Equal((0, chunks.Count), (done[0], done[^1]));
    }
}

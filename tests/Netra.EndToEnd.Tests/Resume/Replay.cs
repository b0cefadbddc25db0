using System.Text.Json;

namespace Netra.EndToEnd.Tests;

/// <summary>What the tests of resume expect of a beginning.</summary>
internal static class Replay
{
    private static readonly string[] Members = ["resumed", "replay_from", "replay_to", "reset_reason"];

    /// <summary>Asserts the four members that say how a connection begins.</summary>
    public static void AssertOutcome(string expected, JsonElement payload) => Assert.Equal(
        expected, "{" + string.Join(',', Members.Select(name => $"\"{name}\":{payload.GetProperty(name).GetRawText()}")) + "}");

    /// <summary>Asserts the state that comes after a reset.</summary>
    public static void AssertResync(string reason, Frame frame) =>
        Assert.Equal(("state_resync", $$$"""{"version":0,"state":{},"reason":"{{{reason}}}"}"""), (frame.Type, frame.PayloadText));

    /// <summary>Asserts that the very next frames are the durable ones from one seq to another.</summary>
    public static async Task AssertNotesAsync(long from, long to, NetraSocket socket)
    {
        var frames = new List<Frame>();
        for (var seq = from; seq <= to; seq++) frames.Add(await socket.NextAsync());
        AssertNotes(from, to, frames);
    }

    /// <summary>Asserts that nothing more was on its way: a message that is published now is the next frame.</summary>
    public static async Task AssertNothingMoreAsync(NetraSocket socket, NetraApi api, string user)
    {
        var seq = await api.PublishAsync(user, "barrier", "{}");
        var frame = await socket.NextAsync();
        Assert.Equal(("barrier", seq), (frame.Type, frame.Seq));
    }

    /// <summary>Asserts that the log holds the notes from 1 on.</summary>
    public static async Task AssertHistoryAsync(long to, NetraApi api, string user) => AssertNotes(1, to, await api.AllMessagesAsync(user));

    /// <summary>Asserts how far a user's log goes.</summary>
    public static async Task AssertHeadAsync(long head, NetraApi api, string user) =>
        Assert.Equal(head, (await api.UserAsync(user)).GetProperty("head_seq").GetInt64());

    /// <summary>Asserts exactly the durable frames from one seq to another, in order; the payload of each holds its seq as <c>n</c>.</summary>
    public static void AssertNotes(long from, long to, IReadOnlyList<Frame> frames)
    {
        Assert.All(frames, frame => Assert.Equal("note", frame.Type));
        var expected = Enumerable.Range((int)from, (int)(to - from + 1)).Select(seq => ((long?)seq, (long)seq));
        Assert.Equal(expected, frames.Select(frame => (frame.Seq, frame.Payload.GetProperty("n").GetInt64())));
    }
}

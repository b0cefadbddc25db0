namespace Netra.EndToEnd.Tests;

/// <summary>Many bad frames among good ones: each is answered, each good one is handled, and the connection lives.</summary>
[Collection(nameof(RoomyHost))]
public sealed class StabilityTests(RoomyHost host) : BehaviourTests(host)
{
    private static readonly (string Text, string Code)[] Bad =
    [
        ("{", "invalid_json"), ("[]", "not_an_object"), ("", "empty_message"), ("{}", "missing_type"), ("""{"type":[]}""", "invalid_type"),
        ("""{"type":"pong_","payload":7}""", "invalid_payload"), ("""{"type":"note","id":""}""", "invalid_id"), ("""{"type":"skipped"}""", "reserved_type"),
    ];

    [Fact]
    public async Task Stability_OfHundredsOfBadFrames_EachIsAnsweredInOrder()
    {
        const int Count = 800;
        await using var socket = await Host.ConnectAsync(User);
        await socket.ReceiveAsync("state_snapshot");

        for (var i = 0; i < Count; i++) await socket.SendAsync(Bad[i % Bad.Length].Text);

        Assert.Equal(Enumerable.Range(0, Count).Select(i => Bad[i % Bad.Length].Code), (await socket.PingAsync()).Select(error => error.Code));
        Assert.Single(await Calls.ConnectionIdsAsync());
        await Replay.AssertHeadAsync(0, Api, User);
    }

    [Fact]
    public async Task Recovery_BehindEachBadFrame_TheNextGoodOneIsHandled()
    {
        const int Count = 200;
        var random = NewRandom();
        var codes = new List<string>();
        await using var socket = await Host.ConnectAsync(User);

        for (var n = 1; n <= Count; n++)
        {
            var (text, code) = Bad[random.Next(Bad.Length)];
            codes.Add(code);
            await socket.SendAsync(text);
            await socket.SendMessageAsync("note", $$"""{"n":{{n}}}""", $"m-{n}");
        }

        var last = await socket.FindAsync(frame => frame.Type == "ack" && frame.Id == $"m-{Count}");
        Assert.Equal(Count, last.Payload.GetProperty("seq").GetInt64());
        Replay.AssertNotes(1, Count, [.. (await socket.UntilAsync(Count)).Where(frame => frame.Seq is not null)]);
        Assert.Equal(codes, socket.Frames.Where(frame => frame.Type == "error").Select(frame => frame.Code));
        Assert.Equal(Enumerable.Range(1, Count).Select(n => $"m-{n}"), socket.Frames.Where(frame => frame.Type == "ack").Select(frame => frame.Id));
    }
}

using System.Text;

namespace Netra.EndToEnd.Tests;

/// <summary>What is in a message comes out as it went in, byte for byte, on every way.</summary>
[Collection(nameof(RoomyHost))]
public sealed class ContentIntegrityTests(RoomyHost host) : BehaviourTests(host)
{
    [Fact]
    public async Task ContentIntegrity_EveryUnicodePlane_ComesOutAsItWentIn()
    {
        var text = new StringBuilder();
        for (var plane = 0; plane <= 0x10; plane++)
        {
            // The plane's beginning, middle and end, non-characters too; not what JSON must escape, and no half of a pair.
            foreach (var place in new[] { 0x0020, 0x0023, 0x00E9, 0x4E2D, 0x7FFF, 0xF8FF, 0xFDD0, 0xFFFD, 0xFFFE, 0xFFFF })
                text.Append(char.ConvertFromUtf32((plane << 16) | place));
        }

        text.Append("e\u0301 \u202E \uFEFF \u200D 👩‍👩‍👧‍👦");
        await AssertKeptAsync([$$"""{"text":"{{text}}","{{text}}":1}"""]);
    }

    [Fact]
    public async Task ContentIntegrity_OddNumbersAndEscapes_KeepTheirSpelling() => await AssertKeptAsync(
    [
        """{"n":[0,-0,0.0,-0.0,1.0,1.10,1e5,1E+05,1e-400,1e400,0.1000000000000000055511151231257827,123456789012345678901234567890,9007199254740993]}""",
        """{"s":"\u00e9\/\b\f\n\r\t\"\\\u0000\u001f\ud83d\ude00\u2028</script>"}""",
        """{"":null,"a":{},"b":[],"c":[[],{}],"d":[true,false,null],"e":""}""",
        """{"type":"x","id":"y","seq":-1,"timestamp":"z","payload":{"payload":null},"expedited":true}""",
        """{"twice":1,"twice":2}""",
    ]);

    [Fact]
    public async Task ContentIntegrity_Nested_KeepsEveryLevel()
    {
        const int Depth = 61;
        await AssertKeptAsync([$$"""{"a":{{new string('[', Depth)}}{{new string(']', Depth)}}}"""]);
    }

    [Fact]
    public async Task ContentIntegrity_Big_ComesWhole()
    {
        var random = NewRandom();
        var texts = new[] { 1, 60_000, 250_000 }.Select(length => string.Concat(Enumerable.Range(0, length).Select(_ => (char)random.Next('a', 'z' + 1))));
        await AssertKeptAsync([.. texts.Select(text => $$"""{"text":"{{text}}"}""")]);
    }

    /// <summary>Sends payloads by publisher and by client, and reads them live, from the replay, over HTTP and by a <c>history</c> frame.</summary>
    private async Task AssertKeptAsync(IReadOnlyList<string> payloads)
    {
        await using var live = await Host.ConnectAsync(User);
        await live.ReceiveAsync("state_snapshot");
        foreach (var payload in payloads)
        {
            await Calls.PublishAsync($$"""{"type":"content","payload":{{payload}}}""");
            Assert.Equal("ack", (await live.AskAsync("content", payload)).Type);
        }

        var sent = payloads.SelectMany(payload => new[] { payload, payload }).ToList();
        var frames = await live.ReceiveDurableAsync(sent.Count);
        Assert.Equal(sent, frames.Select(frame => frame.Payload.GetRawText()));
        await using var replayed = await Host.ConnectAsync(User);
        Assert.Equal(frames.Select(frame => frame.Text), (await replayed.ReceiveDurableAsync(sent.Count)).Select(frame => frame.Text));
        Assert.Equal(frames.Select(frame => frame.Text), (await Calls.MessagesAsync()).Select(frame => frame.Text));
        for (var i = 0; i < sent.Count; i++)
        {
            var page = await live.AskAsync("history", $$"""{"after":{{i}},"limit":1}""");
            Assert.Equal(frames[i].Text, page.Payload.GetProperty("messages")[0].GetRawText());
        }
    }
}

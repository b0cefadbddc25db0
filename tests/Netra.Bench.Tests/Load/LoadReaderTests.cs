using System.Text;
using CsCheck;

namespace Netra.Bench.Tests;

public sealed class LoadReaderTests
{
    private const byte FinalText = 0x81;
    private const byte Text = 0x01;
    private const byte Final = 0x80;
    private const int Messages = 40;

    [Fact]
    public Task Receive_NetraFramesInAnyPieces_TakesEachOnceInOrder() => Cuts.SampleAsync(async cuts =>
    {
        using var socket = new MadeSocket(new JsonDialect(acknowledges: true));
        byte[] stream = [.. MadeSocket.Upgraded, .. JsonText(Hello), .. Enumerable.Range(0, Messages).SelectMany(number => JsonText(JsonMessage(number)))];

        Assert.Equal(default, await socket.SendAsync(Cut(stream, cuts), Messages));
        Assert.True(socket.Connection.IsOpen);
        Assert.Equal(Messages, socket.Connection.LastSeq);
        Assert.Null(socket.Connection.Fault);
    }, iter: 30, threads: 1);

    [Fact]
    public Task Receive_SignalRTextsInAnyFragmentsAndPieces_TakesEachOnceInOrder() => Gen.Select(Cuts, Cuts).SampleAsync(async (fragments, cuts) =>
    {
        using var socket = new MadeSocket(new SignalRDialect());
        byte[] texts = [.. SignalRText("{}"), .. SignalRText("""{"type":1,"target":"hello","arguments":[]}"""), .. Enumerable.Range(0, Messages).SelectMany(SignalRMessage)];
        var pieces = Cut(texts, fragments).ToList();
        byte[] stream = [.. MadeSocket.Upgraded, .. pieces.SelectMany((piece, i) => MadeSocket.Frame((byte)((i == 0 ? Text : 0) | (i == pieces.Count - 1 ? Final : 0)), piece))];

        Assert.Equal(default, await socket.SendAsync(Cut(stream, cuts), Messages));
        Assert.True(socket.Connection.IsOpen);
        Assert.Null(socket.Connection.Fault);
    }, iter: 30, threads: 1);

    [Fact]
    public async Task Receive_SteadyMessages_AllocatesNothing()
    {
        using var socket = new MadeSocket(new JsonDialect(acknowledges: true));
        await socket.SendAsync([[.. MadeSocket.Upgraded, .. JsonText(Hello), .. Enumerable.Range(0, Messages).SelectMany(number => JsonText(JsonMessage(number)))]], Messages);
        var receipts = new Receipts();
        await socket.Reader.BeginAsync(receipts);

        await socket.SendAsync(Enumerable.Range(Messages, 2_000).Select(number => JsonText(JsonMessage(number))), 2_000);

        var allocated = -1L;
        await socket.Reader.InvokeAsync((_, _) => allocated = receipts.AllocatedBytes);
        Assert.Equal(2_000, receipts.Count);
        Assert.InRange(allocated, 0, 2_000);
    }

    [Fact]
    public async Task Receive_FiftiethMessage_IsAcknowledged()
    {
        using var socket = new MadeSocket(new JsonDialect(acknowledges: true));
        await socket.SendAsync([[.. MadeSocket.Upgraded, .. JsonText(Hello), .. Enumerable.Range(0, 50).SelectMany(number => JsonText(JsonMessage(number)))]], 50);

        var expected = ClientFrame.Of("""{"type":"ack","payload":{"seq":50}}"""u8);
        Assert.Equal(expected, socket.Read(expected.Length));
    }

    [Fact]
    public async Task Receive_Pings_AreAnswered()
    {
        using var socket = new MadeSocket(new JsonDialect(acknowledges: true));
        await socket.SendAsync(
            [MadeSocket.Upgraded, JsonText(Hello), JsonText("""{"type":"ping","timestamp":1,"payload":{}}"""), MadeSocket.Frame(0x89, "p"u8), JsonText(JsonMessage(0))], 1);

        byte[] expected = [.. ClientFrame.Of("""{"type":"pong"}"""u8), 0x8A, 0x81, 0x5A, 0xC3, 0x17, 0x8E, (byte)('p' ^ 0x5A)];
        Assert.Equal(expected, socket.Read(expected.Length));
    }

    [Fact]
    public void Watch_OpenConnection_SendsHeartbeats()
    {
        using var socket = new MadeSocket(new BeatingDialect());
        socket.Send([.. MadeSocket.Upgraded, .. JsonText(Hello)]);

        byte[] expected = [.. BeatingDialect.Beat, .. BeatingDialect.Beat];
        Assert.Equal(expected, socket.Read(expected.Length));
    }

    [Fact]
    public async Task Receive_WhatMustNotCome_EndsWithItsReason()
    {
        await AssertFailsAsync("The server refused an upgrade: HTTP/1.1 503", "HTTP/1.1 503 Service Unavailable\r\n\r\n"u8.ToArray());
        await AssertFailsAsync("The server closed with 4409 newer.", MadeSocket.Upgraded, MadeSocket.Frame(0x88, [0x11, 0x39, .. "newer"u8]));
        await AssertFailsAsync("The server says: {\"type\":\"error\"", MadeSocket.Upgraded, JsonText("""{"type":"error","payload":{"code":"rate_limited"}}"""));
        await AssertFailsAsync("The server sent a message of another user.", MadeSocket.Upgraded, JsonText(JsonMessage(0, user: 8)));
        await AssertFailsAsync("The server sent a message that nobody published.", MadeSocket.Upgraded, JsonText("""{"type":"tick","payload":{}}"""));
        await AssertFailsAsync("The server sent a frame that begins with 1.", MadeSocket.Upgraded, MadeSocket.Frame(Text, "{"u8));
    }

    private const string Hello = """{"type":"connection_established","timestamp":1,"payload":{}}""";

    private static Gen<int[]> Cuts => Gen.Int[1, 700].Array[1, 40];

    private static async Task AssertFailsAsync(string reason, params byte[][] pieces)
    {
        using var socket = new MadeSocket(new JsonDialect(acknowledges: true));

        Assert.StartsWith(reason, await socket.FailAsync(pieces), StringComparison.Ordinal);
    }

    private static string JsonMessage(int number, int user = MadeSocket.User) =>
        $$"""{"type":"tick","id":"01K","seq":{{number + 1}},"timestamp":1,"payload":{{Encoding.ASCII.GetString(MadeSocket.Payload(number, user))}}}""";

    private static byte[] JsonText(string text) => MadeSocket.Frame(FinalText, Encoding.ASCII.GetBytes(text));

    private static byte[] SignalRText(string text) => Encoding.ASCII.GetBytes(text + '\u001e');

    private static byte[] SignalRMessage(int number) => SignalRText($$"""{"type":1,"target":"tick","arguments":[{{Encoding.ASCII.GetString(MadeSocket.Payload(number))}}]}""");

    /// <summary>Cuts bytes into pieces of these lengths, over and over.</summary>
    private static IEnumerable<byte[]> Cut(byte[] bytes, int[] lengths)
    {
        for (int at = 0, i = 0; at < bytes.Length; i++)
        {
            var length = Math.Min(lengths[i % lengths.Length], bytes.Length - at);
            yield return bytes[at..(at + length)];
            at += length;
        }
    }
}

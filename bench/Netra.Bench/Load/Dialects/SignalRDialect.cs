namespace Netra.Bench;

/// <summary>SignalR's JSON protocol: texts that end with a record separator, whatever frames they come in.</summary>
internal sealed class SignalRDialect : Dialect
{
    private const byte RecordSeparator = 0x1E;

    private static readonly byte[] GreetingFrame = ClientFrame.Of("{\"protocol\":\"json\",\"version\":1}\u001e"u8);
    private static readonly byte[] PingFrame = ClientFrame.Of("{\"type\":6}\u001e"u8);

    public override ReadOnlyMemory<byte> Greeting => GreetingFrame;

    public override byte? Delimiter => RecordSeparator;

    /// <summary>The end of the arguments, and the brace of the text.</summary>
    public override int TailBytes => 2;

    /// <summary>As often as its own clients do by default; without it, the server hangs up after 30 s, whatever else it sends.</summary>
    public override ReadOnlyMemory<byte> Heartbeat => PingFrame;

    public override (string Before, string Behind) Echo => ("""{"type":1,"target":"Echo","arguments":[""", "]}\u001e");

    private static ReadOnlySpan<byte> Invocation => "{\"type\":1,\"target\":\""u8;

    public override TextKind KindOf(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith(Invocation))
        {
            var rest = text[Invocation.Length..];
            if (rest.StartsWith("tick\""u8)) return TextKind.Message;
            return rest.StartsWith("hello\""u8) ? TextKind.Hello : TextKind.Other;
        }

        return text.StartsWith("{\"type\":7"u8) || text.StartsWith("{\"error\""u8) ? TextKind.Error : TextKind.Other;
    }
}

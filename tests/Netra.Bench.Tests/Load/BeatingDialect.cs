namespace Netra.Bench.Tests;

/// <summary>Clients that say every few milliseconds that they are there.</summary>
internal sealed class BeatingDialect : Dialect
{
    public static byte[] Beat { get; } = ClientFrame.Of("beat"u8);

    public override int TailBytes => 1;

    public override ReadOnlyMemory<byte> Heartbeat => Beat;

    public override TimeSpan HeartbeatInterval => TimeSpan.FromMilliseconds(5);

    public override (string Before, string Behind) Echo => ("", "");

    public override TextKind KindOf(ReadOnlySpan<byte> text) => TextKind.Hello;
}

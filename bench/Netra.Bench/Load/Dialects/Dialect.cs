namespace Netra.Bench;

/// <summary>How a server speaks to its clients, as far as load is concerned.</summary>
internal abstract class Dialect
{
    /// <summary>What a client sends once its socket is open; empty: nothing.</summary>
    public virtual ReadOnlyMemory<byte> Greeting => default;

    /// <summary>The byte that ends each text, of which a frame may hold several or a part; null: a frame is a text.</summary>
    public virtual byte? Delimiter => null;

    /// <summary>What stands behind the payload in a message.</summary>
    public abstract int TailBytes { get; }

    /// <summary>The answer to <see cref="TextKind.Ping"/>, as a frame; empty: none.</summary>
    public virtual ReadOnlyMemory<byte> Pong => default;

    /// <summary>What a client sends now and then by itself, as a frame; empty: nothing.</summary>
    public virtual ReadOnlyMemory<byte> Heartbeat => default;

    /// <summary>How often.</summary>
    public virtual TimeSpan HeartbeatInterval => TimeSpan.FromSeconds(15);

    public abstract TextKind KindOf(ReadOnlySpan<byte> text);

    /// <summary>The place of a message in its user's log; 0 where there is none.</summary>
    public virtual long SeqOf(ReadOnlySpan<byte> text) => 0;

    /// <summary>Writes a frame that acknowledges all up to a seq. Answers its length; 0: no such thing.</summary>
    public virtual int WriteAck(Span<byte> frame, long seq) => 0;

    /// <summary>A text of a client that comes back to it; around a payload.</summary>
    public abstract (string Before, string Behind) Echo { get; }
}

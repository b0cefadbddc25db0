namespace Netra.Protocol;

/// <summary>Names one WebSocket connection. Made by its gateway, never reused, ordered by time of creation.</summary>
public readonly record struct ConnectionId(Guid Value)
{
    /// <summary>A connection id that nobody has had before.</summary>
    public static ConnectionId NewId() => new(Guid.CreateVersion7());

    /// <summary>Reads the 32 hexadecimal digits that <see cref="ToString"/> writes.</summary>
    public static bool TryParse(string? text, out ConnectionId connectionId)
    {
        var valid = Guid.TryParseExact(text, "n", out var value);
        connectionId = new ConnectionId(value);
        return valid;
    }

    public override string ToString() => Value.ToString("n");
}

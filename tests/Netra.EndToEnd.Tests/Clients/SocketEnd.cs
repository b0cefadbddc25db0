namespace Netra.EndToEnd.Tests;

/// <summary>How a socket ended: the server's close frame, or a loss without one, which has code 1006.</summary>
public sealed record SocketEnd(int Code, string Reason)
{
    public const int Lost = 1006;
}

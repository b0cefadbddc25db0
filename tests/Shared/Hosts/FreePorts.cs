using System.Net;
using System.Net.Sockets;

namespace Netra.Testing;

/// <summary>Finds loopback ports that nobody listens on.</summary>
internal static class FreePorts
{
    /// <summary>Below the range from which systems take the ports of outgoing connections, so that none of those sits on a host's port while it restarts.</summary>
    private const int First = 20_000;

    private const int Beyond = 32_000;

    private static readonly Lock Gate = new();
    private static readonly HashSet<int> Taken = [];

    /// <summary>A port that was free a moment ago and that this process has not handed out before.</summary>
    public static int Next()
    {
        lock (Gate)
        {
            while (true)
            {
                var port = Random.Shared.Next(First, Beyond);
                if (!Taken.Contains(port) && IsFree(port) && Taken.Add(port)) return port;
            }
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Any, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

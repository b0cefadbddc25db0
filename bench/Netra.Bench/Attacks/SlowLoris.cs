using System.Net.Sockets;
using System.Text;

namespace Netra.Bench;

/// <summary>Holds many connections whose upgrade request never ends: a header now and then. One that is closed is opened again.</summary>
internal sealed class SlowLoris : IAttack
{
    private const int Sockets = 1_000;
    private static readonly TimeSpan Drip = TimeSpan.FromSeconds(5);

    public async Task RunAsync(AttackTarget target, Outcomes outcomes, Action begun, CancellationToken cancellationToken)
    {
        var holding = new List<Task>();
        for (var i = 0; i < Sockets; i++) holding.Add(HoldAsync(target, i, await OpenAsync(target, i, outcomes, cancellationToken), outcomes, cancellationToken));
        begun();
        await Task.WhenAll(holding);
    }

    private static async Task<Socket> OpenAsync(AttackTarget target, int index, Outcomes outcomes, CancellationToken cancellationToken)
    {
        var socket = await Loopback.ConnectAsync(target.Port, index, cancellationToken);
        await socket.SendAsync(Encoding.ASCII.GetBytes(Handshake.Head(target.TargetOf(index))), cancellationToken);
        outcomes.Add("opened");
        return socket;
    }

    private static async Task HoldAsync(AttackTarget target, int index, Socket socket, Outcomes outcomes, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await DripAsync(socket, cancellationToken);
            }
            catch (SocketException)
            {
                // The server has had enough.
            }
            finally
            {
                Loopback.Reset(socket);
            }

            outcomes.Add("closed by the server");
            socket = await OpenAsync(target, index, outcomes, cancellationToken);
        }
    }

    /// <summary>Returns when the server has answered or closed.</summary>
    private static async Task DripAsync(Socket socket, CancellationToken cancellationToken)
    {
        var answer = socket.ReceiveAsync(new byte[1], cancellationToken).AsTask();
        using var timer = new PeriodicTimer(Drip);
        while (!answer.IsCompleted)
        {
            await Task.WhenAny(answer, timer.WaitForNextTickAsync(cancellationToken).AsTask());
            cancellationToken.ThrowIfCancellationRequested();
            if (!answer.IsCompleted) await socket.SendAsync("X-Drip: 1\r\n"u8.ToArray(), cancellationToken);
        }

        await answer;
    }
}

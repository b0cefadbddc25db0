using System.Globalization;
using System.Text;

namespace Netra.Bench;

/// <summary>Sends upgrades with 64 KB of headers.</summary>
internal sealed class BigHeaders : IAttack
{
    private const int PerSecond = 100;
    private const int HeaderBytes = 1_000;
    private const int Headers = 64;

    private static readonly string Padding = string.Concat(Enumerable.Range(0, Headers).Select(i => $"X-Padding-{i}: {new string('x', HeaderBytes)}\r\n"));

    public Task RunAsync(AttackTarget target, Outcomes outcomes, Action begun, CancellationToken cancellationToken)
    {
        begun();
        return Pace.RunAsync(PerSecond, (index, token) => AttemptAsync(target, index, token), outcomes, cancellationToken);
    }

    private static async Task<string> AttemptAsync(AttackTarget target, int index, CancellationToken cancellationToken)
    {
        var socket = await Loopback.ConnectAsync(target.Port, index, cancellationToken);
        try
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes(Handshake.Head(target.TargetOf(index)) + Padding + "\r\n"), cancellationToken);
            var status = await Handshake.ReadStatusAsync(socket, cancellationToken);
            return status.ToString(CultureInfo.InvariantCulture);
        }
        finally
        {
            Loopback.Reset(socket);
        }
    }
}

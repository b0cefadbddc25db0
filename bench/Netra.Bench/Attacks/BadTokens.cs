using System.Globalization;

namespace Netra.Bench;

/// <summary>Connects, sends an upgrade whose token is signed with another key, reads the refusal, connects again.</summary>
internal sealed class BadTokens : IAttack
{
    private const int PerSecond = 1_000;

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
            await socket.SendAsync(Handshake.Request(target.BadTarget(index)), cancellationToken);
            var status = await Handshake.ReadStatusAsync(socket, cancellationToken);
            return status.ToString(CultureInfo.InvariantCulture);
        }
        finally
        {
            Loopback.Reset(socket);
        }
    }
}

namespace Netra.Bench;

/// <summary>Connects with a right token, sends a frame that breaks RFC 6455, reads how the server ends it, connects again.</summary>
internal sealed class BadFrames(byte[] frame) : IAttack
{
    private const int PerSecond = 50;

    /// <summary>A text frame whose length has the highest bit set, with the first bytes of it.</summary>
    public static byte[] Claiming2To63 { get; } = [0x81, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'"'];

    /// <summary>A text frame that is not UTF-8.</summary>
    public static byte[] NotUtf8 { get; } = RawFrames.Of(0x81, (byte)'{', 0xC3, 0x28, 0xFF, (byte)'}');

    public Task RunAsync(AttackTarget target, Outcomes outcomes, Action begun, CancellationToken cancellationToken)
    {
        begun();
        return Pace.RunAsync(PerSecond, (index, token) => AttemptAsync(target, index, token), outcomes, cancellationToken);
    }

    private async Task<string> AttemptAsync(AttackTarget target, int index, CancellationToken cancellationToken)
    {
        var socket = await Loopback.ConnectAsync(target.Port, index, cancellationToken);
        try
        {
            await Handshake.UpgradeAsync(socket, target.TargetOf(index), cancellationToken);
            await socket.SendAsync(frame, cancellationToken);
            return await RawFrames.ReadEndAsync(socket, cancellationToken);
        }
        finally
        {
            Loopback.Reset(socket);
        }
    }
}

using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Grains;

/// <summary>A connection on a user's list.</summary>
internal sealed class AttachedConnection(AttachRequest request, long leaseUntilMs)
{
    public ConnectionId Id { get; } = request.Connection;

    public SiloAddress Gateway { get; } = request.Gateway;

    public ClientId Client { get; } = request.Client;

    /// <summary>Whether its session ends with it unless it acknowledges.</summary>
    public bool SessionIsMadeUp { get; } = !request.ClientIsOwn;

    public long ConnectedAtMs { get; } = request.ConnectedAtMs;

    public long LastSeenAtMs { get; private set; } = request.ConnectedAtMs;

    /// <summary>Without a renewal until then the connection is taken for gone.</summary>
    public long LeaseUntilMs { get; private set; } = leaseUntilMs;

    /// <summary>A newer connection of its session took over.</summary>
    public bool IsReplaced { get; set; }

    public void Renew(long lastSeenAtMs, long leaseUntilMs)
    {
        LastSeenAtMs = Math.Max(LastSeenAtMs, lastSeenAtMs);
        LeaseUntilMs = leaseUntilMs;
    }
}

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

    public long LastSeenAtMs { get; private set; } = Math.Max(request.ConnectedAtMs, request.LastSeenAtMs);

    /// <summary>What it was admitted with, or renewed with since.</summary>
    public TokenStamp? Token { get; set; } = request.Token;

    /// <summary>How many connections the user may have, as its own plan says. Tabs with tokens of several plans may differ.</summary>
    public int Limit { get; } = request.ConnectionLimit;

    /// <summary>Without a renewal until then the connection is taken for gone.</summary>
    public long LeaseUntilMs { get; private set; } = leaseUntilMs;

    /// <summary>Its attach is not over: its session is being stored. It gets what is pushed, and does not count as one of the user's connections yet.</summary>
    public bool IsPending { get; set; }

    /// <summary>Its gateway was told to close it; it is off the list.</summary>
    public bool IsClosed { get; set; }

    public void Renew(long lastSeenAtMs, long leaseUntilMs)
    {
        LastSeenAtMs = Math.Max(LastSeenAtMs, lastSeenAtMs);
        LeaseUntilMs = leaseUntilMs;
    }
}

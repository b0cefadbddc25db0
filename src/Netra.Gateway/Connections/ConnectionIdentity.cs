using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>Who a connection is, fixed for its life.</summary>
/// <param name="Id">The connection.</param>
/// <param name="User">The user, from its token.</param>
/// <param name="Client">The session.</param>
/// <param name="ClientIsOwn">Whether the client named the session itself.</param>
/// <param name="ConnectedAtMs">When the upgrade came, Unix milliseconds.</param>
internal sealed record ConnectionIdentity(ConnectionId Id, UserId User, ClientId Client, bool ClientIsOwn, long ConnectedAtMs);

using System.Net.WebSockets;

namespace Netra.Client;

/// <summary>Opens a socket.</summary>
/// <param name="url">With the query, but for the token.</param>
/// <param name="token">The token.</param>
/// <param name="cancellationToken">Gives it up.</param>
/// <exception cref="UpgradeRefusedException">The server answered by HTTP.</exception>
internal delegate Task<WebSocket> SocketConnector(Uri url, string token, CancellationToken cancellationToken);

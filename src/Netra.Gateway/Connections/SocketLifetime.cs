using Microsoft.AspNetCore.Http.Features;

namespace Netra.Gateway;

/// <summary>
/// Keeps a fault of the client from cutting the connection. ASP.NET Core aborts the request as soon as a receive fails, and the reset that this sends
/// overtakes the close frame that says why (1002, 1007).
/// </summary>
internal sealed class SocketLifetime(IHttpRequestLifetimeFeature inner) : IHttpRequestLifetimeFeature
{
    public CancellationToken RequestAborted
    {
        get => inner.RequestAborted;
        set => inner.RequestAborted = value;
    }

    /// <summary>Does nothing: the connection ends when its handler returns, after what is written is sent.</summary>
    public void Abort()
    {
    }

    /// <summary>Cuts the connection, whatever is still to be sent.</summary>
    public void Cut() => inner.Abort();
}

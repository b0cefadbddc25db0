namespace Netra.Gateway;

/// <summary>How states of connections are named to those who operate them.</summary>
internal static class ConnectionStates
{
    public static string NameOf(ConnectionState state) => state switch
    {
        ConnectionState.Attaching => "attaching",
        ConnectionState.CatchingUp => "catching_up",
        ConnectionState.Live => "live",
        _ => "closing",
    };
}

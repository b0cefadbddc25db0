namespace Netra.Bench;

/// <summary>What is attacked.</summary>
/// <param name="Port">The port of its sockets.</param>
/// <param name="Keys">With which some attackers get in.</param>
/// <param name="User">The healthy user beside them.</param>
internal sealed record AttackTarget(int Port, NetraKeys Keys, string User)
{
    private const int Users = 100;

    /// <summary>The request target of one of a hundred hostile users, whose token is right.</summary>
    public string TargetOf(int index) => Keys.TargetOf($"hostile-{index % Users}");

    /// <summary>A request target whose token was signed with another key. A bare Kestrel is told to refuse it.</summary>
    public string BadTarget(int index) => $"/ws?{PeerServer.Refuse}=1&token=" + (Keys with { Secret = "not the key that the server has, but as long" }).TokenOf($"hostile-{index}");
}

using System.Net;
using System.Text;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Streaming.Tests;

/// <summary>Pushes as user grains make them.</summary>
internal static class Pushes
{
    public static readonly SiloAddress Local = SiloAddress.New(IPAddress.Loopback, 11111, 1);

    public static readonly SiloAddress Gateway = SiloAddress.New(IPAddress.Loopback, 11112, 2);

    public static UserId User(string name) => UserId.TryParse(name, out var user) ? user : throw new ArgumentException(name);

    /// <summary>One frame of a user; <paramref name="bytes"/> long.</summary>
    public static UserPush Frame(string user, long seq, int bytes = 10) =>
        new() { User = User(user), FirstSeq = seq, Frames = [Encoding.UTF8.GetBytes(new string('x', bytes))], HeadSeq = seq };

    public static UserPush Close(string user, ConnectionId connection) => new()
    {
        User = User(user),
        Command = new ConnectionCommand(ConnectionCommandKind.Close, connection, CloseCode.Replaced, "replaced"),
    };

    /// <summary>What a batch says, in its order: <c>ada:3</c> for a frame, <c>ada&lt;3</c> for a head alone, <c>ada!</c> for a command.</summary>
    public static string[] Text(this PushBatch batch) => [.. batch.Pushes.Select(Text)];

    private static string Text(UserPush push) => push switch
    {
        { Command: not null } => $"{push.User.Value}!",
        { Frames.Length: 0 } => $"{push.User.Value}<{push.HeadSeq}",
        _ => $"{push.User.Value}:{push.FirstSeq}",
    };
}

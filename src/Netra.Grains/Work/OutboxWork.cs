using System.Security.Cryptography;
using System.Text;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Grains;

/// <summary>A message for another user.</summary>
/// <param name="To">Whom it is for.</param>
/// <param name="Id">Its id at the other user: the same at each delivery, so that it counts once.</param>
/// <param name="Message">The message.</param>
/// <param name="SinceMs">When it was accepted, Unix milliseconds.</param>
internal sealed record OutboxWork(UserId To, string Id, NewMessage Message, long SinceMs) : UserWorkBody
{
    /// <summary>
    /// A message with an id of its own counts once among those of its sender, but never together with another sender's: the ids that clients choose are
    /// often short.
    /// </summary>
    public static string IdOf(UserId sender, NewMessage message)
    {
        if (message.Id is not { } id) return MessageId.NewId();
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{sender.Value.Length}:{sender.Value}:{id}")).AsSpan(0, 16));
    }
}

using System.Security.Cryptography;
using System.Text;
using Netra.Protocol;

namespace Netra.Webhooks;

/// <summary>Makes the <c>webhook-id</c>, by which an endpoint knows a message again.</summary>
internal static class WebhookId
{
    private const string Prefix = "msg_";
    private const int HashBytes = 16;

    /// <summary>
    /// The id of a message: the same one whenever this user's message with this id is sent. A message without an id has nothing that a repeat
    /// could be known by, so it gets a new one at each call.
    /// </summary>
    public static string Of(UserId user, string? messageId)
    {
        if (messageId is null) return Prefix + MessageId.NewId();

        // No user id has a control character, so NUL can't be part of it.
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{user.Value}\0{messageId}"));
        return Prefix + Convert.ToHexStringLower(hash.AsSpan(0, HashBytes));
    }
}

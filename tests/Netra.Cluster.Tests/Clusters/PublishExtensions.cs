using System.Text;
using Netra.Abstractions;

namespace Netra.Cluster.Tests;

internal static class PublishExtensions
{
    /// <summary>Publishes notes; answers the last seq.</summary>
    public static async Task<long> PublishAsync(this IUserGrain user, int messages = 1, int payloadBytes = 20)
    {
        var payload = Encoding.UTF8.GetBytes($"{{\"text\":\"{new string('x', payloadBytes)}\"}}");
        var batch = Enumerable.Range(0, messages).Select(_ => new NewMessage("note", null, payload)).ToArray();
        var result = await user.PublishAsync(new PublishRequest(batch)).InTime();
        return result.Messages[^1].Seq!.Value;
    }

    /// <summary>Publishes one note as a careful service does: again until it is accepted. Answers its id and seq.</summary>
    public static async Task<PublishedMessage> PublishUntilAcceptedAsync(this IUserGrain user)
    {
        PublishedMessage? accepted = null;
        await Eventually.HoldsAsync(
            async () =>
            {
                try
                {
                    accepted = (await user.PublishAsync(new PublishRequest([new NewMessage("note", null, "{}"u8.ToArray())]))).Messages[0];
                    return true;
                }
                catch (Exception exception) when (exception is OrleansException or TimeoutException or UserUnavailableException)
                {
                    return false;
                }
            },
            "an accepted publish");
        return accepted!.Value;
    }
}

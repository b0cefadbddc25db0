using System.Text;
using System.Text.Json;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Grains.Tests;

internal static class GrainExtensions
{
    public static NewMessage Message(
        string? id = null, MessagePriority priority = MessagePriority.Normal, long? ttlMs = null, bool durable = true, int bytes = 10) =>
        new("note", id, Encoding.UTF8.GetBytes($"{{\"t\":\"{new string('x', Math.Max(0, bytes - 8))}\"}}"))
        {
            Priority = priority,
            TtlMs = ttlMs,
            IsDurable = durable,
        };

    public static async Task<IReadOnlyList<PublishedMessage>> PublishAsync(this IUserGrain grain, params NewMessage[] messages)
    {
        var result = await grain.PublishAsync(new PublishRequest(messages));
        Assert.Null(result.Refusal);
        return result.Messages;
    }

    public static Task<IReadOnlyList<PublishedMessage>> PublishAsync(this IUserGrain grain, int count) =>
        grain.PublishAsync([.. Enumerable.Range(0, count).Select(_ => Message())]);

    public static async Task<PullResult> PullAsync(
        this IUserGrain grain, AttachRequest connection, long after, int maxFrames = 1_000, bool onlyExpedited = false, long expeditedUpTo = 0)
    {
        var page = await grain.PullAsync(new PullRequest(connection.Connection, after, maxFrames, 1_000_000)
        {
            OnlyExpedited = onlyExpedited,
            ExpeditedUpTo = expeditedUpTo,
        });
        Assert.True(page.Known);
        return page;
    }

    /// <summary>Renews connections at the gateway of one, and takes none of the others for gone.</summary>
    public static Task<LeaseAnswer[]> RenewAsync(this IUserGrain grain, AttachRequest gateway, AttachRequest[] connections) => grain.RenewAsync(
        new UserLeases(
            UserId.Parse("alice"), gateway.Gateway, AsOfMs: 0, [.. connections.Select(connection => new LeaseRenewal(connection.Connection, 0, 0))]));

    /// <summary>The commands to close a connection that were pushed, in order.</summary>
    public static List<(ConnectionId Connection, CloseCode Code, string Reason)> Closes(this GrainUser user) =>
    [
        .. user.Pushes.Where(push => push.Command is { Kind: ConnectionCommandKind.Close })
            .Select(push => (push.Command!.Connection!.Value, push.Command.CloseCode, push.Command.Reason)),
    ];

    public static async Task<List<ConnectionId>> ListedAsync(this IUserGrain grain) =>
        [.. (await grain.DescribeAsync()).Connections.Select(connection => connection.Connection)];

    public static async Task<DeadLetter[]> DeadLettersAsync(this IUserGrain grain) => (await grain.ReadDeadLettersAsync(0, 1_000)).DeadLetters;

    public static List<long> Seqs(this HistoryPage page) => [.. page.Frames.Select(SeqOf)];

    public static long SeqOf(this ReadOnlyMemory<byte> frame) => frame.Read("seq").GetInt64();

    public static JsonElement Read(this ReadOnlyMemory<byte> frame, string member)
    {
        using var json = JsonDocument.Parse(frame);
        return json.RootElement.GetProperty(member).Clone();
    }
}

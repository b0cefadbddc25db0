using System.Globalization;
using System.Text.Json.Nodes;
using Netra.Client.Publishing;

namespace Netra.Tool;

/// <summary>Writes a user, as JSON in the form of the server API.</summary>
internal static class UserText
{
    public static void Write(ToolOutput output, UserInfo user)
    {
        output.Write(() => JsonOf(user), () => TextOf(user));
        if (output.IsJson || user.Connections.Count == 0) return;
        output.WriteTable(
            ["connection", "client", "acked", "since", "last seen", "gateway"],
            user.Connections.Select(one => new[]
            {
                one.ConnectionId, one.ClientId, one.AckedSeq.ToString(CultureInfo.InvariantCulture), Times.Of(one.ConnectedAt), Times.Of(one.LastSeenAt), one.Gateway,
            }));
    }

    private static string TextOf(UserInfo user) => string.Create(
        CultureInfo.InvariantCulture,
        $"{user.UserId}: seqs {user.OldestSeq} to {user.HeadSeq}, {user.Unread} unread, {user.DeadLetters} dead letters, state version {user.StateVersion}, {user.Connections.Count} connections, epoch {user.Epoch}");

    private static JsonObject JsonOf(UserInfo user) => new()
    {
        ["user_id"] = user.UserId,
        ["connections"] = new JsonArray([.. user.Connections.Select(one => new JsonObject
        {
            ["connection_id"] = one.ConnectionId,
            ["client_id"] = one.ClientId,
            ["gateway"] = one.Gateway,
            ["connected_at"] = one.ConnectedAt.ToUnixTimeMilliseconds(),
            ["last_seen_at"] = one.LastSeenAt.ToUnixTimeMilliseconds(),
            ["acked_seq"] = one.AckedSeq,
        })]),
        ["epoch"] = user.Epoch,
        ["head_seq"] = user.HeadSeq,
        ["oldest_seq"] = user.OldestSeq,
        ["unread"] = user.Unread,
        ["state_version"] = user.StateVersion,
        ["dead_letters"] = user.DeadLetters,
    };
}

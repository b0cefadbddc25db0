using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Netra.Tool;

/// <summary><c>netra user</c>: what is known of a user, and what can be done about it.</summary>
internal static class UserCommand
{
    public static Command Create(ToolOptions options)
    {
        var user = new Argument<string?>("user") { Description = "The user's id.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("user", "Show a user: the log, what is unread of it, and the connections. The commands below do more.")
        {
            user,
            Messages(options),
            Delete(options),
            Disconnect(options),
            Revoke(options),
            Ticket(options),
        };
        options.Run(command, async (parsed, run) =>
        {
            var id = parsed.GetValue(user) ?? throw new UsageException("Pass a user.");
            UserText.Write(run.Output, await run.Publisher.GetUserAsync(id, run.CancellationToken));
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Messages(ToolOptions options)
    {
        var (user, after, limit) = (CommonArguments.User(), CommonArguments.After(), CommonArguments.Limit());
        var command = new Command("messages", "List the retained messages of a user, oldest first.") { user, after, limit };
        options.Run(command, async (parsed, run) =>
        {
            var most = parsed.GetValue(limit);
            var messages = run.Publisher.GetMessagesAsync(parsed.GetValue(user)!, parsed.GetValue(after), CommonArguments.PageOf(most), run.CancellationToken);
            await foreach (var message in CommonArguments.Take(messages, most))
                MessageText.Write(run.Output, message.Type, message.Id, message.Seq, message.Timestamp, message.Payload);
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Delete(ToolOptions options)
    {
        var user = CommonArguments.User();
        var seq = new Argument<long>("seq") { Description = "The message's seq." };
        var command = new Command("delete-message", "Erase a message from a user's log. Clients that have it keep it.") { user, seq };
        options.Run(command, async (parsed, run) =>
        {
            var number = parsed.GetValue(seq);
            if (!await run.Publisher.DeleteMessageAsync(parsed.GetValue(user)!, number, run.CancellationToken))
                throw new ToolException(string.Create(CultureInfo.InvariantCulture, $"There is no message with the seq {number}."));
            run.Output.Write(() => new JsonObject { ["deleted"] = number }, () => string.Create(CultureInfo.InvariantCulture, $"erased the message with the seq {number}"));
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Disconnect(ToolOptions options)
    {
        var user = CommonArguments.User();
        var connection = new Argument<string?>("connection") { Description = "One connection of the user; by default all.", Arity = ArgumentArity.ZeroOrOne };
        var reason = new Option<string?>("--reason") { Description = "Told to the clients." };
        var reconnect = new Option<bool>("--reconnect") { Description = "The clients are to come back." };
        var command = new Command("disconnect", "Close the connections of a user. The tokens stay good: to keep the user out, revoke them.") { user, connection, reason, reconnect };
        options.Run(command, async (parsed, run) =>
        {
            var (id, why, back) = (parsed.GetValue(user)!, parsed.GetValue(reason), parsed.GetValue(reconnect));
            if (parsed.GetValue(connection) is not { } one) await run.Publisher.DisconnectAsync(id, why, back, run.CancellationToken);
            else if (!await run.Publisher.DisconnectConnectionAsync(id, one, why, back, run.CancellationToken)) throw new ToolException("The user has no such connection.");
            run.Output.Write(() => new JsonObject { ["disconnected"] = id }, () => $"disconnected {id}");
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Revoke(ToolOptions options)
    {
        var user = CommonArguments.User();
        var tokenId = new Option<string?>("--jti") { Description = "Only the token with this jti; by default all that were made until now." };
        var command = new Command("revoke", "Revoke tokens of a user and close their connections.") { user, tokenId };
        options.Run(command, async (parsed, run) =>
        {
            var id = parsed.GetValue(user)!;
            var closed = parsed.GetValue(tokenId) is { } jti
                ? await run.Publisher.RevokeTokenAsync(id, jti, cancellationToken: run.CancellationToken)
                : await run.Publisher.RevokeTokensAsync(id, run.CancellationToken);
            run.Output.Write(
                () => new JsonObject { ["closed_connections"] = closed }, () => string.Create(CultureInfo.InvariantCulture, $"revoked; connections that close: {closed}"));
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Ticket(ToolOptions options)
    {
        var user = CommonArguments.User();
        var plan = new Option<string?>("--plan") { Description = "The plan that selects the user's limits." };
        var command = new Command("ticket", "Make a ticket, with which a client can connect once, in a token's place.") { user, plan };
        options.Run(command, async (parsed, run) =>
        {
            var ticket = await run.Publisher.CreateTicketAsync(parsed.GetValue(user)!, parsed.GetValue(plan), run.CancellationToken);
            run.Output.Write(() => new JsonObject { ["ticket"] = ticket.Text, ["expires_at"] = ticket.ExpiresAt.ToUnixTimeMilliseconds() }, () => ticket.Text);
            return ExitCodes.Done;
        });
        return command;
    }
}

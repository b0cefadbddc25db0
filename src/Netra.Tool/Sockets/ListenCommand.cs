using System.CommandLine;
using System.Globalization;
using Netra.Client;

namespace Netra.Tool;

/// <summary><c>netra listen</c>: shows what comes for a user, as a client of the user gets it.</summary>
internal static class ListenCommand
{
    private static readonly Dictionary<string, StartPosition> Starts = new()
    {
        ["unread"] = StartPosition.Unread,
        ["head"] = StartPosition.Head,
        ["oldest"] = StartPosition.Oldest,
    };

    public static Command Create(ToolOptions options)
    {
        var socket = new SocketOptions();
        var start = new Option<string>("--start") { Description = "Where to begin: at what is unread, at what is new, or at the oldest retained message.", DefaultValueFactory = _ => "unread" };
        start.AcceptOnlyFromAmong([.. Starts.Keys]);
        var count = new Option<int?>("--count") { Description = "End after so many messages; by default with Ctrl-C.", HelpName = "number" };
        count.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out var number) || number < 1))
                result.AddError($"--count must be a whole number from 1, not '{result.Tokens[0].Value}'.");
        });
        var types = new Option<string[]>("--type") { Description = "Show only messages of this type. May be given several times." };
        var command = new Command(
            "listen", "Show what comes for a user, and come back after every break. It is one of the user's clients: what it has shown counts as read.") { start, count, types };
        socket.AddTo(command);
        options.Run(command, async (parsed, run) =>
        {
            await using var client = socket.Client(parsed, run, Starts[parsed.GetValue(start)!]);
            client.ConnectionChanged += (_, status) => run.Output.Say(Describe(status));
            client.Skipped += (_, skipped) => run.Output.Say(string.Create(CultureInfo.InvariantCulture, $"skipped {skipped.From} to {skipped.To}: {skipped.Reason}"));
            client.Reset += (_, reset) => run.Output.Say($"the position was not honoured: {reset.Reason}");
            client.Error += (_, error) => run.Output.Say($"{error.Code}: {error.Cause?.Message ?? error.Message}");
            return await socket.TellRefusalAsync(ListenAsync(client, run, parsed.GetValue(types) ?? [], parsed.GetValue(count)));
        });
        return command;
    }

    private static async Task<int> ListenAsync(NetraClient client, ToolRun run, string[] types, int? count)
    {
        var messages = client.ReadAllAsync(run.CancellationToken);
        client.Connect();
        try
        {
            await foreach (var message in messages)
            {
                if (types.Length > 0 && !types.Contains(message.Type)) continue;
                MessageText.Write(run.Output, message.Type, message.Id, message.Seq, message.Timestamp, message.Payload);
                if (--count == 0) break;
            }
        }
        catch (OperationCanceledException) when (run.CancellationToken.IsCancellationRequested && count is null)
        {
            // Ctrl-C is how it ends.
        }

        return ExitCodes.Done;
    }

    private static string Describe(ConnectionStatus status)
    {
        var why = status.Code is null && status.Reason is null ? "" : $" ({string.Join(' ', new[] { status.Code?.ToString(CultureInfo.InvariantCulture), status.Reason }.OfType<string>())})";
        var when = status.RetryIn is { } wait ? string.Create(CultureInfo.InvariantCulture, $", trying again in {wait.TotalSeconds:0.0} s") : "";
        return status.State.ToString().ToLowerInvariant() + (status.Resumed ? ", resumed" : "") + why + when;
    }
}

using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Netra.Client;

namespace Netra.Tool;

/// <summary><c>netra send</c>: sends a message over a socket, as a client of the user does.</summary>
internal static class SendCommand
{
    public static Command Create(ToolOptions options)
    {
        var socket = new SocketOptions();
        var type = new Argument<string>("type") { Description = "The message's type." };
        var payload = new Argument<string?>("payload") { Description = "A JSON object, or - to read it from standard input; {} by default.", Arity = ArgumentArity.ZeroOrOne };
        var id = new Option<string?>("--id") { Description = "The idempotency key: the same id again is the same message, and is accepted once." };
        var patience = new Option<double>("--timeout") { Description = "For how many seconds to try.", HelpName = "seconds", DefaultValueFactory = _ => 30 };
        patience.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!double.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var seconds) || seconds is not (> 0 and <= 86_400)))
                result.AddError($"--timeout must be above 0 and at most 86400, not '{result.Tokens[0].Value}'.");
        });
        var command = new Command("send", "Send a message as a client of a user: to its handler, or, where it has none, to all clients of the user.") { type, payload, id, patience };
        socket.AddTo(command);
        options.Run(command, async (parsed, run) =>
        {
            var json = await Payloads.ReadAsync(parsed.GetValue(payload) ?? "{}", "payload", run.CancellationToken);
            using var document = JsonDocument.Parse(json.Utf8);
            await using var client = socket.Client(parsed, run, StartPosition.Head);
            var time = TimeSpan.FromSeconds(parsed.GetValue(patience));
            var accepted = await socket.TellRefusalAsync(SendAsync(client, parsed.GetValue(type)!, document.RootElement, parsed.GetValue(id), time, run.CancellationToken));
            run.Output.Write(() => JsonOf(accepted), () => TextOf(accepted));
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>Sends, and gives up after a time, or when the server says that coming back is of no use.</summary>
    private static async Task<Accepted> SendAsync(
        NetraClient client, string type, JsonElement payload, string? id, TimeSpan patience, CancellationToken cancellationToken)
    {
        ClientError? last = null;
        client.Error += (_, error) => last = error;
        using var enough = new CancellationTokenSource(patience, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, cancellationToken);
        try
        {
            await client.ConnectAsync(either.Token);
            return await client.SendAsync(type, payload, ToolJson.Default.JsonElement, id, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var why = last?.Message ?? client.Connection.Reason;
            throw new TimeoutException($"The message was not accepted within {patience.TotalSeconds} s, or its answer was lost{(why is null ? "" : ": " + why)}.");
        }
    }

    private static JsonObject JsonOf(Accepted accepted)
    {
        var json = new JsonObject { ["id"] = accepted.Id, ["duplicate"] = accepted.Duplicate };
        if (accepted.Seq is { } seq) json["seq"] = seq;
        return json;
    }

    private static string TextOf(Accepted accepted)
    {
        var seq = accepted.Seq is { } known ? string.Create(CultureInfo.InvariantCulture, $" with the seq {known}") : "";
        return $"{(accepted.Duplicate ? "already accepted" : "accepted")} {accepted.Id}{seq}";
    }
}

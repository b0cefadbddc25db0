using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Netra.Client.Publishing;
using Netra.Protocol;

namespace Netra.Tool;

/// <summary><c>netra publish</c>: one message, or a file of them.</summary>
internal static class PublishCommand
{
    private const double MinTtl = 0.001;
    private const double MaxTtl = PublishItem.MaxTtlMs / 1_000;

    public static Command Create(ToolOptions options)
    {
        var user = new Argument<string?>("user") { Description = "The user that it is for.", Arity = ArgumentArity.ZeroOrOne };
        var type = new Argument<string?>("type") { Description = "The message's type.", Arity = ArgumentArity.ZeroOrOne };
        var payload = new Argument<string?>("payload") { Description = "A JSON object, or - to read it from standard input; {} by default.", Arity = ArgumentArity.ZeroOrOne };
        var id = new Option<string?>("--id") { Description = "The idempotency key: the same id again is the same message, and is stored once." };
        var priority = new Option<string>("--priority") { Description = "What is replayed first and falls last.", DefaultValueFactory = _ => MessagePriority.Normal.WireName() };
        priority.AcceptOnlyFromAmong([.. Enum.GetValues<MessagePriority>().Select(one => one.WireName())]);
        var life = TimeToLive();
        var ephemeral = new Option<bool>("--ephemeral") { Description = "Only for connections that are there now; it is not stored and has no seq." };
        var file = new Option<string?>("--file")
        {
            Description = "Publish messages from a file, or from - standard input: a JSON object a line, with user_id, type, and optionally payload, id, priority, ttl_ms and durable. "
                + "--priority, --ttl and --ephemeral count for lines that don't say otherwise.",
            HelpName = "path",
        };
        var ids = new Option<string?>("--ids")
        {
            Description = "With --file: gives messages without an id the id <prefix>-<line>, so that the same file can be published again after a break.",
            HelpName = "prefix",
        };
        var command = new Command("publish", "Publish a message to a user, or a file of messages. It is on durable storage when this ends with 0.") { user, type, payload, id, priority, life, ephemeral, file, ids };
        command.Validators.Add(result =>
        {
            var isFile = result.GetValue(file) is not null;
            if (isFile && result.GetValue(user) is not null) result.AddError("With --file the lines say whom they are for: pass no user.");
            else if (isFile && result.GetValue(id) is not null) result.AddError("With --file the lines have their own ids: pass no --id, but --ids for those without one.");
            else if (!isFile && result.GetValue(ids) is not null) result.AddError("--ids is for --file.");
            else if (!isFile && result.GetValue(type) is null) result.AddError("Pass a user and a type, or --file.");
        });
        options.Run(command, async (parsed, run) =>
        {
            var matters = MessagePriorityNames.TryParse(parsed.GetValue(priority)!, out var known) ? known : throw new UsageException("--priority is none.");
            TimeSpan? lives = parsed.GetValue(life) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
            var isDurable = !parsed.GetValue(ephemeral);
            if (parsed.GetValue(file) is { } path) return await new FilePublishing(run, new LineDefaults(parsed.GetValue(ids), matters, lives, isDurable)).RunAsync(path);
            var json = parsed.GetValue(payload) is { } text ? await Payloads.ReadAsync(text, "payload", run.CancellationToken) : null;
            var message = new PublishMessage(parsed.GetValue(type)!, json) { Id = parsed.GetValue(id), Priority = matters, TimeToLive = lives, IsDurable = isDurable };
            var published = await run.Publisher.PublishAsync(parsed.GetValue(user)!, message, run.CancellationToken);
            run.Output.Write(() => JsonOf(published), () => TextOf(published));
            return ExitCodes.Done;
        });
        return command;
    }

    private static Option<double?> TimeToLive()
    {
        var option = new Option<double?>("--ttl") { Description = "For how many seconds it may be delivered; by default as long as it is retained.", HelpName = "seconds" };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!double.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var seconds) || seconds is not (>= MinTtl and <= MaxTtl)))
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"--ttl must be from {MinTtl} to {MaxTtl} seconds, not '{result.Tokens[0].Value}'."));
        });
        return option;
    }

    public static JsonObject JsonOf(Published published)
    {
        var json = new JsonObject { ["id"] = published.Id, ["seq"] = published.Seq };
        if (published.Duplicate) json["duplicate"] = true;
        return json;
    }

    private static string TextOf(Published published) => published switch
    {
        { Seq: null } => $"sent {published.Id}",
        { Duplicate: true } => $"already published {published.Id} with the seq {published.Seq}",
        _ => $"published {published.Id} with the seq {published.Seq}",
    };
}

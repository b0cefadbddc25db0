using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Netra.Client.Publishing;

namespace Netra.Tool;

/// <summary><c>netra dead-letters</c>: the messages of a user that were given up.</summary>
internal static class DeadLettersCommand
{
    public static Command Create(ToolOptions options) => new("dead-letters", "Look at the messages of a user that were given up, and put them back.") { List(options), Retry(options) };

    private static Command List(ToolOptions options)
    {
        var (user, after, limit) = (CommonArguments.User(), CommonArguments.After(), CommonArguments.Limit());
        var command = new Command("list", "List the dead letters of a user, oldest first.") { user, after, limit };
        options.Run(command, async (parsed, run) =>
        {
            var most = parsed.GetValue(limit);
            var letters = run.Publisher.GetDeadLettersAsync(parsed.GetValue(user)!, parsed.GetValue(after), CommonArguments.PageOf(most), run.CancellationToken);
            await foreach (var letter in CommonArguments.Take(letters, most)) Write(run.Output, letter);
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Retry(ToolOptions options)
    {
        var user = CommonArguments.User();
        var seqs = new Argument<long[]>("seq") { Description = "The dead letters, by their seqs.", Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<bool>("--all") { Description = "All that there are when this begins." };
        var command = new Command("retry", "Put dead letters back: each gets a new seq and no end, or goes to its handler once more.") { user, seqs, all };
        command.Validators.Add(result =>
        {
            if (result.GetValue(all) == (result.GetValue(seqs) is { Length: > 0 })) result.AddError("Pass seqs, or --all.");
        });
        options.Run(command, async (parsed, run) =>
        {
            var id = parsed.GetValue(user)!;
            IReadOnlyList<long> wanted = parsed.GetValue(all)
                ? await run.Publisher.GetDeadLettersAsync(id, pageSize: 1_000, cancellationToken: run.CancellationToken).Select(letter => letter.Seq).ToListAsync(run.CancellationToken)
                : parsed.GetValue(seqs)!;
            return await run.Output.ProgressAsync("Retrying", wanted.Count, report => RetryAsync(run, id, wanted, report));
        });
        return command;
    }

    private static async Task<int> RetryAsync(ToolRun run, string user, IReadOnlyList<long> seqs, Action<double> report)
    {
        // Without a key there is none, and nothing to try one by one.
        var publisher = run.Publisher;
        var exitCode = ExitCodes.Done;
        for (var i = 0; i < seqs.Count; i++)
        {
            var seq = seqs[i];
            try
            {
                var now = await publisher.RetryDeadLetterAsync(user, seq, run.CancellationToken);
                run.Output.Write(
                    () => new JsonObject { ["dead_letter"] = seq, ["seq"] = now },
                    () => string.Create(CultureInfo.InvariantCulture, $"{seq}: {(now is null ? "handled" : $"back with the seq {now}")}"));
            }
            catch (Exception exception) when (Failures.IsExpected(exception))
            {
                run.Output.Fail(exception, string.Create(CultureInfo.InvariantCulture, $"dead letter {seq}"));
                exitCode = ExitCodes.Failed;
            }

            report(i + 1);
        }

        return exitCode;
    }

    private static void Write(ToolOutput output, DeadLetter letter) => output.Write(
        () => new JsonObject
        {
            ["seq"] = letter.Seq,
            ["reason"] = letter.Reason,
            ["at"] = letter.At.ToUnixTimeMilliseconds(),
            ["message"] = Payloads.NodeOf(letter.Message),
        },
        () => string.Create(CultureInfo.InvariantCulture, $"{letter.Seq}  {Times.Of(letter.At)}  {letter.Reason}  {letter.Message.GetRawText()}"));
}

using System.CommandLine;

namespace Netra.Faults;

/// <summary>What the commands share, and the small ones.</summary>
internal static class Commands
{
    /// <summary>What a rolling restart must keep to, milliseconds.</summary>
    private const int RollingP99Ms = 2_000;

    public static Command Check()
    {
        var directory = new Argument<string>("directory") { Description = "A directory that a run wrote." };
        var command = new Command("check", "Judges the history of a run once more.") { directory };
        command.SetAction((parsed, _) => GuardAsync(async () => await JudgeAsync(parsed.GetValue(directory)!) ? 0 : 2));
        return command;
    }

    public static Command Clean()
    {
        var command = new Command("clean", "Removes what runs left that were killed: processes, network namespaces, bridges, data. A run does so too, before it begins.");
        command.SetAction((_, _) => GuardAsync(async () =>
        {
            var removed = await Leftovers.RemoveAsync();
            await Console.Out.WriteLineAsync(removed.Count == 0 ? "Nothing was left." : $"Removed {string.Join(", ", removed)}.");
            return 0;
        }));
        return command;
    }

    /// <summary>Judges a run's history, shows the verdict and keeps it beside the history. Answers whether nothing is wrong.</summary>
    public static async Task<bool> JudgeAsync(string directory)
    {
        var events = HistoryReader.Read(directory);
        var violations = Verdict.Of(events, RollingP99Ms);
        await using (var file = new StreamWriter(Path.Combine(directory, "verdict.txt"))) Report.Show(file, events, violations);
        return Report.Show(Console.Out, events, violations);
    }

    /// <summary>Runs a command: what the operator can mend is told in a sentence.</summary>
    public static async Task<int> GuardAsync(Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (FaultsException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Cancelled.");
            return 130;
        }
    }
}

using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Netra.Client.Publishing;

namespace Netra.Tool;

/// <summary><c>netra state</c>: reads and changes a user's state.</summary>
internal static class StateCommand
{
    public static Command Create(ToolOptions options) => new("state", "Read or change a user's state, the JSON object that all of the user's clients show.") { Get(options), Patch(options) };

    private static Command Get(ToolOptions options)
    {
        var user = CommonArguments.User();
        var command = new Command("get", "Show a user's state and its version.") { user };
        options.Run(command, async (parsed, run) =>
        {
            Write(run.Output, await run.Publisher.GetStateAsync(parsed.GetValue(user)!, run.CancellationToken));
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Patch(ToolOptions options)
    {
        var user = CommonArguments.User();
        var patch = new Argument<string>("patch")
        {
            Description = "A JSON object is a merge patch (RFC 7396), an array a JSON Patch (RFC 6902); - reads it from standard input.",
        };
        var version = new Option<long?>("--if-version") { Description = "Change only this version; by default whichever there is.", HelpName = "number" };
        var command = new Command("patch", "Change a user's state, all of it or nothing.") { user, patch, version };
        options.Run(command, async (parsed, run) =>
        {
            var change = await Payloads.ReadAsync(parsed.GetValue(patch)!, "patch", run.CancellationToken);
            var (id, only) = (parsed.GetValue(user)!, parsed.GetValue(version));
            Write(run.Output, change.ToString().AsSpan().TrimStart().StartsWith("[")
                ? await run.Publisher.PatchStateAsync(id, change, only, run.CancellationToken)
                : await run.Publisher.MergeStateAsync(id, change, only, run.CancellationToken));
            return ExitCodes.Done;
        });
        return command;
    }

    private static void Write(ToolOutput output, UserState state) => output.Write(
        () => new JsonObject { ["version"] = state.Version, ["state"] = Payloads.NodeOf(state.State) },
        () => string.Create(CultureInfo.InvariantCulture, $"version {state.Version}: {state.State.GetRawText()}"));
}

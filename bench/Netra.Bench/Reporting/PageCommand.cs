using System.CommandLine;

namespace Netra.Bench.Reporting;

/// <summary><c>page</c>: makes the page of a run that was kept as JSON lines.</summary>
internal static class PageCommand
{
    public static Command Command()
    {
        var run = new Argument<string>("run") { Description = "The JSON lines of a run." };
        var page = new Argument<string>("page") { Description = "The HTML file to write." };
        var command = new Command("page", "A page with charts of a run that was kept as JSON lines.") { run, page };
        command.SetAction((parsed, cancellationToken) => ExitCodes.OfAsync(
            async () =>
            {
                var targets = new ReportTargets(IsJson: false, JsonFile: null, parsed.GetValue(page));
                targets.Check();
                await targets.WriteAsync(await JsonLines.ReadFileAsync(parsed.GetValue(run)!, cancellationToken));
                return ExitCodes.Done;
            },
            cancellationToken));
        return command;
    }
}

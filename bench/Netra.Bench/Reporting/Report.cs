using Spectre.Console;

namespace Netra.Bench.Reporting;

/// <summary>Where a run's figures go: tables for people, or a JSON object a line, and files. What is only for the eye goes to standard error beside JSON.</summary>
internal sealed class Report
{
    private const int FileWidth = 200;

    private readonly ReportTargets _targets;
    private readonly IAnsiConsole _console;
    private readonly List<Outcome> _outcomes = [];
    private readonly List<Outcome> _shown = [];
    private readonly List<Requirement> _requirements = [];
    private RunFacts? _facts;

    public Report(ReportTargets targets)
    {
        _targets = targets;
        _console = targets.IsJson
            ? AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) })
            : AnsiConsole.Console;
        // A file or a pipe has no width; folded tables would be hard to read.
        if (!_console.Profile.Capabilities.Interactive) _console.Profile.Width = FileWidth;
    }

    /// <summary>Says what runs, on which machine, and how to repeat it.</summary>
    public void Begin(string workload, IEnumerable<string> arguments, NetraProgram program)
    {
        _targets.Check();
        _facts = RunFacts.Begin(workload, arguments, program);
        if (_targets.IsJson)
        {
            Console.WriteLine(JsonLines.Line(_facts));
            return;
        }

        var machine = _facts.Machine;
        _console.MarkupLineInterpolated($"[bold]{workload}[/]   {_facts.Repeat}");
        _console.MarkupLineInterpolated($"{machine.Cores} cores ({machine.Processor}), {machine.RamGib} GiB, {machine.Os}, {machine.Kernel}");
        _console.MarkupLineInterpolated($"{machine.Dotnet}, {program.Gc} GC; load average of the last minute {machine.LoadAverage}");
        if (program.IsDebug) _console.MarkupLine("[yellow]This is no Release build: its figures say nothing.[/]");
    }

    /// <summary>Notes a server process, so that whoever reads the output can see that none is left.</summary>
    public void NoteProcess(int processId) => Write("process", new { pid = processId });

    /// <summary>Writes figures: an object of JSON. Tables are written with <see cref="Table"/>.</summary>
    public void Write(string kind, object figures)
    {
        if (_targets.IsJson) Console.WriteLine(JsonLines.Line(kind, figures));
    }

    /// <summary>Writes a table for people.</summary>
    public void Table(string title, IEnumerable<string> columns, IEnumerable<IEnumerable<string>> rows)
    {
        if (!_targets.IsJson) TextTable.Write(_console, title, columns, rows);
    }

    /// <summary>Adds what a server did: at the end to the tables, to the page, and to the JSON lines.</summary>
    /// <param name="outcome">Of its workload, setting and server the only one. The first server of a setting is the one that the others are held against.</param>
    /// <param name="isShown">False where the workload shows the same figures in a <see cref="Table"/> of its own.</param>
    public void Add(Outcome outcome, bool isShown = true)
    {
        if (outcome.Fault() is { } fault) throw new ArgumentException($"{outcome.Workload}, {outcome.Setting}, {outcome.Server}: {fault}", nameof(outcome));
        if (_outcomes.Exists(one => (one.Workload, one.Setting, one.Server) == (outcome.Workload, outcome.Setting, outcome.Server)))
            throw new ArgumentException($"{outcome.Workload}, {outcome.Setting}, {outcome.Server}: comes twice", nameof(outcome));
        _outcomes.Add(outcome);
        if (isShown) _shown.Add(outcome);
        if (_targets.IsJson) Console.WriteLine(JsonLines.Line(outcome));
    }

    /// <summary>Says what is going on.</summary>
    public void Say(string text) => _console.MarkupLineInterpolated($"[grey]{text}[/]");

    /// <summary>Shows how far a long step is. The work calls back with how much more is done.</summary>
    public Task ProgressAsync(string what, int total, Func<Action<int>, Task> work)
    {
        if (_targets.IsJson || !_console.Profile.Capabilities.Interactive) return work(_ => { });
        return _console.Progress().AutoClear(true).StartAsync(progress =>
        {
            var task = progress.AddTask(what, maxValue: total);
            return work(done => task.Increment(done));
        });
    }

    /// <summary>Holds a figure against what is required of it.</summary>
    public void Require(string what, string required, string figure, bool isMet)
    {
        _requirements.Add(new Requirement(what, required, figure, isMet));
        Write("requirement", _requirements[^1]);
    }

    /// <summary>Writes the outcomes, and what was required and what came. True when everything is met.</summary>
    public async Task<bool> EndAsync()
    {
        var isMet = _requirements.TrueForAll(requirement => requirement.IsMet);
        var facts = _facts! with { LoadAverageAtEnd = MachineFacts.ReadLoadAverage() };
        Write("end", new { loadAverage = facts.LoadAverageAtEnd, isMet });
        foreach (var table in OutcomeGroup.Of(_shown).SelectMany(OutcomeTable.Of)) Table(table.Title, table.Columns, table.Rows);
        Table("Required", ["what", "limit", "figure", ""], _requirements.Select(one => new[] { one.What, one.Required, one.Figure, one.IsMet ? "met" : "MISSED" }));
        Say($"Load average of the last minute: {facts.LoadAverageAtEnd}");
        await _targets.WriteAsync(new RunReport(facts, _outcomes, _requirements));
        return isMet;
    }
}

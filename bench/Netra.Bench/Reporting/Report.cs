using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;

namespace Netra.Bench;

/// <summary>Where a run's figures go: tables for people, or a JSON object a line. What is only for the eye goes to standard error then.</summary>
internal sealed class Report
{
    private const int FileWidth = 200;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly bool _isJson;
    private readonly IAnsiConsole _console;
    private readonly List<(string What, string Figure, bool IsMet)> _requirements = [];

    public Report(bool isJson)
    {
        _isJson = isJson;
        _console = isJson
            ? AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) })
            : AnsiConsole.Console;
        // A file or a pipe has no width; folded tables would be hard to read.
        if (!_console.Profile.Capabilities.Interactive) _console.Profile.Width = FileWidth;
    }

    /// <summary>Says what runs, on which machine, and how to repeat it.</summary>
    public void Begin(string workload, IEnumerable<string> arguments, NetraProgram program)
    {
        var repeat = "dotnet run -c Release --project bench/Netra.Bench -- " + string.Join(' ', arguments);
        var machine = MachineFacts.Read();
        Write("run", new { workload, repeat, at = DateTimeOffset.UtcNow, gc = program.Gc, debugBuild = program.IsDebug });
        Write("machine", machine);
        if (_isJson) return;
        _console.MarkupLineInterpolated($"[bold]{workload}[/]   {repeat}");
        _console.MarkupLineInterpolated($"{machine.Cores} cores ({machine.Processor}), {machine.RamGib} GiB, {machine.Os}, {machine.Kernel}");
        _console.MarkupLineInterpolated($"{machine.Dotnet}, {program.Gc} GC; load average of the last minute {machine.LoadAverage}");
        if (program.IsDebug) _console.MarkupLine("[yellow]This is no Release build: its figures say nothing.[/]");
    }

    /// <summary>Notes a server process, so that whoever reads the output can see that none is left.</summary>
    public void NoteProcess(int processId) => Write("process", new { pid = processId });

    /// <summary>Writes figures: an object of JSON. Tables are written with <see cref="Table"/>.</summary>
    public void Write(string kind, object figures)
    {
        if (!_isJson) return;
        var line = JsonSerializer.SerializeToNode(figures, Json)!.AsObject();
        line.Insert(0, "kind", kind);
        Console.WriteLine(line.ToJsonString(Json));
    }

    /// <summary>Writes a table for people.</summary>
    public void Table(string title, IEnumerable<string> columns, IEnumerable<IEnumerable<string>> rows)
    {
        if (_isJson) return;
        var table = new Table { Title = new TableTitle(Markup.Escape(title)) };
        var isFirst = true;
        foreach (var name in columns)
        {
            var column = new TableColumn(Markup.Escape(name));
            table.AddColumn(isFirst ? column : column.RightAligned());
            isFirst = false;
        }

        foreach (var row in rows) table.AddRow([.. row.Select(cell => new Markup(Markup.Escape(cell)))]);
        _console.WriteLine();
        _console.Write(table);
    }

    /// <summary>Says what is going on.</summary>
    public void Say(string text) => _console.MarkupLineInterpolated($"[grey]{text}[/]");

    /// <summary>Shows how far a long step is. The work calls back with how much more is done.</summary>
    public Task ProgressAsync(string what, int total, Func<Action<int>, Task> work)
    {
        if (_isJson || !_console.Profile.Capabilities.Interactive) return work(_ => { });
        return _console.Progress().AutoClear(true).StartAsync(progress =>
        {
            var task = progress.AddTask(what, maxValue: total);
            return work(done => task.Increment(done));
        });
    }

    /// <summary>Holds a figure against what is required of it.</summary>
    public void Require(string what, string required, string figure, bool isMet)
    {
        _requirements.Add(($"{what}: {required}", figure, isMet));
        Write("requirement", new { what, required, figure, isMet });
    }

    /// <summary>Writes what was required and what came. True when everything is met.</summary>
    public bool End()
    {
        var load = MachineFacts.ReadLoadAverage();
        Write("end", new { loadAverage = load, isMet = _requirements.TrueForAll(requirement => requirement.IsMet) });
        Table("Required", ["what", "figure", ""], _requirements.Select(one => new[] { one.What, one.Figure, one.IsMet ? "met" : "MISSED" }));
        Say($"Load average of the last minute: {load}");
        return _requirements.TrueForAll(requirement => requirement.IsMet);
    }
}

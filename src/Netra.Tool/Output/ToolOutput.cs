using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Netra.Tool;

/// <summary>Where results and everything else go.</summary>
internal sealed class ToolOutput(TextWriter output, TextWriter error, bool isJson)
{
    /// <summary>Tables are as wide as this where nobody looks at a terminal.</summary>
    private const int RedirectedWidth = 200;

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 128, TypeInfoResolver = ToolJson.Default };

    /// <summary>Results are JSON, one object a line.</summary>
    public bool IsJson => isJson;

    /// <summary>What is no result.</summary>
    public TextWriter Error => error;

    /// <summary>A result: the JSON or the text, as it was asked for.</summary>
    public void Write(Func<JsonObject> json, Func<string> text)
    {
        output.WriteLine(Printable.Of(isJson ? json().ToJsonString(Json) : text()));
        output.Flush();
    }

    /// <summary>A table, where JSON was not asked for.</summary>
    public void WriteTable(IEnumerable<string> columns, IEnumerable<string[]> rows)
    {
        var table = new Table().SimpleBorder();
        foreach (var name in columns) table.AddColumn(Markup.Escape(name));
        foreach (var row in rows) table.AddRow([.. row.Select(cell => new Text(Printable.Of(cell)))]);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        if (Console.IsOutputRedirected) console.Profile.Width = RedirectedWidth;
        console.Write(table);
    }

    /// <summary>Something to know that is no result.</summary>
    public void Say(string text) => error.WriteLine(Printable.Of(text));

    /// <summary>A failure, of the whole command or of a part of it.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="where">Which part; null: the whole.</param>
    public void Fail(Exception exception, string? where = null)
    {
        if (isJson)
        {
            var failure = new JsonObject { ["code"] = Failures.CodeOf(exception), ["message"] = Failures.Describe(exception) };
            if (where is not null) failure["where"] = where;
            Say(new JsonObject { ["error"] = failure }.ToJsonString(Json));
        }
        else
        {
            Say(where is null ? Failures.Describe(exception) : $"{where}: {Failures.Describe(exception)}");
        }
    }

    /// <summary>Shows on a terminal how far a long step is. The work calls back with how much is done.</summary>
    /// <param name="what">What is done.</param>
    /// <param name="total">How much there is; null when nobody knows: then it is counted.</param>
    /// <param name="work">Does it.</param>
    public Task<T> ProgressAsync<T>(string what, double? total, Func<Action<double>, Task<T>> work)
    {
        if (isJson || Console.IsErrorRedirected) return work(_ => { });
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
        return console.Progress().AutoClear(true).StartAsync(progress =>
        {
            var task = progress.AddTask(Markup.Escape(what), maxValue: total ?? 1);
            task.IsIndeterminate = total is null;
            return work(done =>
            {
                if (total is null) task.Description = Markup.Escape(string.Create(CultureInfo.InvariantCulture, $"{what} {done}"));
                else task.Value = done;
            });
        });
    }
}

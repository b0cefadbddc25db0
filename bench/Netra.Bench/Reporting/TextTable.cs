using Spectre.Console;

namespace Netra.Bench.Reporting;

/// <summary>A table on the console; the first column is words, the others are figures.</summary>
internal static class TextTable
{
    public static void Write(IAnsiConsole console, string title, IEnumerable<string> columns, IEnumerable<IEnumerable<string>> rows)
    {
        var table = new Table { Title = new TableTitle(Markup.Escape(title)) };
        var isFirst = true;
        foreach (var name in columns)
        {
            var column = new TableColumn(Markup.Escape(name));
            table.AddColumn(isFirst ? column : column.RightAligned());
            isFirst = false;
        }

        foreach (var row in rows) table.AddRow([.. row.Select(cell => new Markup(Markup.Escape(cell)))]);
        console.WriteLine();
        console.Write(table);
    }
}

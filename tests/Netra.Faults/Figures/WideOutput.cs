using System.Text;
using Spectre.Console;

namespace Netra.Faults;

/// <summary>A place for tables that are not broken to the width of a terminal which nobody looks at.</summary>
internal sealed class WideOutput(TextWriter writer) : IAnsiConsoleOutput
{
    public TextWriter Writer => writer;

    public bool IsTerminal => false;

    public int Width => 160;

    public int Height => 50;

    public void SetEncoding(Encoding encoding)
    {
        // The writer has one.
    }
}

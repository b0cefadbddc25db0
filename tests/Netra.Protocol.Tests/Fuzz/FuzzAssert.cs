using System.Text;

namespace Netra.Protocol.Tests;

/// <summary>What must hold of every error that an input gets.</summary>
internal static class FuzzAssert
{
    /// <summary>Asserts that the error is one of these, says something, and names a place that is in the input, where it names one.</summary>
    public static void IsIn(string[] codes, FrameError error, byte[] utf8)
    {
        Assert.Contains(error.Code.Name, codes);
        Assert.NotEmpty(error.Message);
        if (error.Code != ErrorCodes.InvalidJson)
        {
            Assert.Null(error.Details?.Line);
            return;
        }

        Assert.NotNull(error.Details);
        var lines = Encoding.UTF8.GetString(utf8).Split('\n');
        var line = Assert.NotNull(error.Details.Line);
        Assert.InRange(line, 1, lines.Length);
        Assert.InRange(Assert.NotNull(error.Details.Column), 1, lines[line - 1].Length + 1);
    }
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace Netra.Bench.Tests;

/// <summary>Text and lines must be told from what is behind them, in the light and in the dark.</summary>
public sealed partial class PageStyleTests
{
    /// <summary>What WCAG 2 asks of text of ordinary size.</summary>
    private const double LeastContrast = 4.5;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Style_ColoursOfText_StandOutFromTheirBackgrounds(int scheme)
    {
        var colours = await ColoursAsync(scheme);

        string[] texts = ["text", "muted", "warning", .. Enumerable.Range(0, 8).Select(index => $"s{index}")];
        Assert.All(texts, text => Assert.True(
            Contrast(colours[text], colours["card"]) >= LeastContrast, $"--{text} on --card has a contrast of {Contrast(colours[text], colours["card"])}"));
        Assert.All(["text", "muted", "s1"], text => Assert.True(Contrast(colours[text], colours["page"]) >= LeastContrast, $"--{text} on --page"));
    }

    private static async Task<Dictionary<string, string>> ColoursAsync(int scheme)
    {
        var html = await HtmlPage.RenderAsync(Made.Run(Made.Of("a", 1, 1)));
        var roots = html.Split(":root {");
        Assert.Equal(3, roots.Length);
        return Colour().Matches(roots[scheme + 1].Split('}')[0]).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["value"].Value);
    }

    private static double Contrast(string one, string other)
    {
        var (lighter, darker) = (Math.Max(Luminance(one), Luminance(other)), Math.Min(Luminance(one), Luminance(other)));
        return (lighter + 0.05) / (darker + 0.05);
    }

    /// <summary>The relative luminance of WCAG 2.</summary>
    private static double Luminance(string colour)
    {
        double Part(int at)
        {
            var value = int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }

        return (0.2126 * Part(0)) + (0.7152 * Part(2)) + (0.0722 * Part(4));
    }

    [GeneratedRegex("--(?<name>[a-z0-9]+): #(?<value>[0-9a-f]{6});")]
    private static partial Regex Colour();
}

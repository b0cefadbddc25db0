using System.Globalization;

namespace Netra.Bench.Reporting;

/// <summary>Figures as people read them.</summary>
internal static class Figure
{
    public static string Of(double value, string format = "0.0") => value.ToString(format, CultureInfo.InvariantCulture);

    public static string Whole(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Kb(double bytes) => Of(bytes / 1000) + " KB";

    public static string Mb(double bytes) => Of(bytes / 1_000_000) + " MB";

    public static string Percent(double value) => Of(value, "0.00") + " %";

    public static string Ms(double milliseconds) => Of(milliseconds, milliseconds < 10 ? "0.00" : "0.0");

    /// <summary>A ratio, such as <c>1.25×</c>, with as many places as it takes to tell small ones apart.</summary>
    public static string Times(double ratio) => Of(ratio, Math.Abs(ratio) switch
    {
        0 or (>= 0.1 and < 10) => "0.00",
        < 0.1 => "0.0000",
        < 100 => "0.0",
        _ => "#,0",
    }) + "×";

    /// <summary>A figure with its unit, for where no heading says it.</summary>
    public static string InUnit(double value, string unit) => unit switch
    {
        Units.Count or Units.Bytes => UnderUnit(value, unit),
        _ => UnderUnit(value, unit) + " " + unit,
    };

    /// <summary>A figure for a column whose heading names the unit; see <see cref="Heading"/>.</summary>
    public static string UnderUnit(double value, string unit) => unit switch
    {
        Units.Bytes => Bytes(value),
        Units.Milliseconds => Ms(value),
        _ => Plain(value),
    };

    /// <summary>The heading of a column. Bytes are scaled cell by cell, and counts have no unit.</summary>
    public static string Heading(string name, string unit) => unit is Units.Bytes or Units.Count ? name : $"{name}, {unit}";

    private static string Bytes(double bytes) => Math.Abs(bytes) switch
    {
        < 1_000 => Plain(bytes) + " B",
        < 1_000_000 => Kb(bytes),
        < 1_000_000_000 => Mb(bytes),
        _ => Of(bytes / 1_000_000_000, "0.00") + " GB",
    };

    private static string Plain(double value)
    {
        if (value == Math.Round(value)) return Whole(value);
        return Math.Abs(value) switch
        {
            >= 100 => Whole(value),
            >= 10 => Of(value),
            >= 1 => Of(value, "0.00"),
            >= 0.01 => Of(value, "0.000"),
            _ => Of(value, "0.0e-0"),
        };
    }
}

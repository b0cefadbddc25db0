using System.Globalization;

namespace Netra.Bench;

/// <summary>Figures as people read them.</summary>
internal static class Figure
{
    public static string Of(double value, string format = "0.0") => value.ToString(format, CultureInfo.InvariantCulture);

    public static string Whole(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Kb(double bytes) => Of(bytes / 1000) + " KB";

    public static string Mb(double bytes) => Of(bytes / 1_000_000) + " MB";

    public static string Percent(double value) => Of(value, "0.00") + " %";

    public static string Ms(double milliseconds) => Of(milliseconds, milliseconds < 10 ? "0.00" : "0.0");

    public static string Times(double ratio) => Of(ratio, "0.00") + "×";
}

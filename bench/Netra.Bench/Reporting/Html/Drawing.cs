namespace Netra.Bench.Reporting.Html;

/// <summary>What charts have in common.</summary>
internal static class Drawing
{
    /// <summary>A place or length in a drawing.</summary>
    public static string At(double place) => Figure.Of(place, "0.##");

    /// <summary>A name that fits: a longer one loses its end.</summary>
    public static string Fit(string name, int characters) => name.Length <= characters ? name : name[..(characters - 1)].TrimEnd() + "…";
}

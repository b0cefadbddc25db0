namespace Netra.Bench.Reporting;

/// <summary>Units of figures that are written in a way of their own. Others are written behind the number.</summary>
internal static class Units
{
    public const string Bytes = "bytes";

    public const string Count = "count";

    public const string Milliseconds = "ms";
}

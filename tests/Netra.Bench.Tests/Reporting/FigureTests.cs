namespace Netra.Bench.Tests;

public sealed class FigureTests
{
    [Theory]
    [InlineData(0, "msg/s", "0 msg/s")]
    [InlineData(41_234.6, "msg/s", "41,235 msg/s")]
    [InlineData(2.345, "s/100k", "2.35 s/100k")]
    [InlineData(0.01234, "s/100k", "0.012 s/100k")]
    [InlineData(0.00012, "s", "1.2e-4 s")]
    [InlineData(999, Units.Bytes, "999 B")]
    [InlineData(13_650, Units.Bytes, "13.7 KB")]
    [InlineData(-2_500_000, Units.Bytes, "-2.5 MB")]
    [InlineData(1_234_000_000, Units.Bytes, "1.23 GB")]
    [InlineData(3, Units.Count, "3")]
    [InlineData(0.5, Units.Milliseconds, "0.50 ms")]
    [InlineData(123.45, Units.Milliseconds, "123.5 ms")]
    public void InUnit_Value_IsReadable(double value, string unit, string text) => Assert.Equal(text, Figure.InUnit(value, unit));

    [Theory]
    [InlineData(0, "0.00×")]
    [InlineData(0.0123, "0.0123×")]
    [InlineData(1, "1.00×")]
    [InlineData(12.34, "12.3×")]
    [InlineData(1234.5, "1,235×")]
    public void Times_Ratio_TellsSmallOnesApart(double ratio, string text) => Assert.Equal(text, Figure.Times(ratio));
}

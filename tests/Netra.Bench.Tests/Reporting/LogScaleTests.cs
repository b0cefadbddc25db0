using CsCheck;
using Netra.Bench.Reporting.Html;

namespace Netra.Bench.Tests;

public sealed class LogScaleTests
{
    [Fact]
    public void Of_AnyValues_HoldsThemBetweenItsEnds() => Gen.Double[1e-3, 1e5].Array[1, 10].Sample(values =>
    {
        var scale = LogScale.Of(values);

        Assert.All(values, value => Assert.InRange(scale.PlaceOf(value), 0, 1));
        Assert.All(scale.Marks, mark => Assert.InRange(scale.PlaceOf(mark), -1e-9, 1 + 1e-9));
        Assert.Equal(scale.Marks.Order(), scale.Marks);
        Assert.InRange(scale.Marks.Count, 1, 9);
    });

    [Fact]
    public void Of_ValuesOfOneDecade_MarksOneTwoAndFive() => Assert.Equal([1, 2, 5, 10, 20], LogScale.Of([1.5, 12]).Marks);

    [Fact]
    public void Of_ValuesOfManyDecades_MarksPowersOfTen() => Assert.Equal([0.1, 1, 10, 100], LogScale.Of([0.07, 150]).Marks);
}
